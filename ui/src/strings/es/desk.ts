// Words of the desk itself in Spanish: help, legend, tour, panes, reading, columns, copying.
import type { CopyForm } from '../../ipc';
import type { Catalogue } from '../catalogue';
import { count, noun } from './say';

const copyForms: Record<CopyForm, string> = {
  plain: 'Palabras con su fuente', apa: 'Referencia, APA', chicago: 'Referencia, Chicago', mla: 'Referencia, MLA',
  harvard: 'Referencia, Harvard', markdown: 'Markdown', html: 'HTML',
};
const copyDone: Record<CopyForm, string> = {
  plain: 'palabras con su fuente', apa: 'referencia, APA', chicago: 'referencia, Chicago', mla: 'referencia, MLA',
  harvard: 'referencia, Harvard', markdown: 'Markdown', html: 'HTML',
};

export const desk: Catalogue['desk'] = {
  help: {
    title: 'Ayuda',
    contents: 'Contenido de la guía',
    search: 'Buscar en la guía',
    found: noun('lugar', 'lugares'),
    none: 'La guía no contiene esas palabras.',
    inEnglish: 'La guía solo existe en inglés.',
    legend: 'Qué significan las marcas',
    tour: 'Mostrar el recorrido',
  },

  legend: {
    title: 'Qué significan las marcas',
    why: 'Cada forma y cada color de la ventana, tal como se ve.',
    open: 'Qué significan las marcas',
    labels: 'Cómo de cerca está un pasaje',
    label: {
      identical: 'Dice lo mismo con las mismas palabras.',
      reworded: 'Dice lo mismo con otras palabras.',
      sameSubject: 'Habla de lo mismo, sin decir lo mismo.',
      looselyRelated: 'Cercano, pero quizá sobre otra cosa.',
      words: 'Comparte palabras; de su significado no se sabe nada.',
    },
    colours: 'Marcas en el texto',
    sample: { word: 'amarillo', mean: 'azul pálido', differs: 'rojizo', highlight: 'línea teñida' },
    word: 'Una palabra que ha buscado.',
    mean: 'La frase más cercana en significado a lo que ha buscado.',
    differs: 'Lo que otro medio dice de otro modo: un número, un nombre, una fecha, una negación.',
    here: 'Barra azul junto al texto: el pasaje por el que ha venido.',
    looking: 'Barra gris: el pasaje que está leyendo; «En otros» muestra quién más lo dice. Haga clic en otro para moverla.',
    highlight: 'Palabras que ha subrayado, en el color elegido.',
    unread: 'Punto azul en una lista: un artículo que aún no ha abierto.',
    stories: 'En las historias',
    origin: 'Los artículos con la misma letra tienen un solo origen: repiten a una agencia, o unos a otros. Cuentan como una voz.',
    origins: 'Tantas voces que, por lo que muestran los artículos, no vienen unas de otras. Puede haber más: no todo artículo dice de dónde tiene sus datos.',
  },

  tour: {
    label: 'Un primer recorrido',
    step: (n, of) => `${count(n)} de ${count(of)}`,
    next: 'Siguiente',
    back: 'Atrás',
    done: 'Empezar',
    skip: 'Saltar',
    cards: {
      find: { title: 'Encuentre una frase que recuerda a medias', text: 'Escriba palabras, una pregunta entera o una frase en el campo de arriba. También se encuentran pasajes que dicen lo mismo con otras palabras; cada uno dice por qué está ahí.' },
      sides: { title: 'Vea quién más lo dice', text: 'Abra un pasaje y siga leyendo. «En otros», a un lado, sigue sus ojos: quién lo repite, quién lo dice de otro modo. «Historias» presenta todos los lados de un suceso.' },
      keep: { title: 'Guarde lo que encuentra', text: 'Seleccione palabras: H las subraya, C las copia con su fuente. T etiqueta un artículo. Ctrl Z deshace todo lo que haya hecho.' },
      quiet: { title: 'Todo se queda aquí', text: 'Sin cuenta, sin red: sus archivos se quedan donde están, y nada sale de este ordenador. Ctrl P encuentra cada acción, F1 abre la guía.' },
    },
  },

  panes: { side: 'Anchura de la barra lateral', list: 'Anchura de la lista', elsewhere: 'Anchura de «En otros»' },

  reading: {
    title: 'Cómo se ven los artículos',
    font: 'Letra',
    fonts: { serif: 'Con remates', sans: 'Sin remates' },
    size: 'Tamaño',
    width: 'Largo de línea',
    widths: { narrow: 'Corto', normal: 'Normal', wide: 'Largo' },
    spacing: 'Interlineado',
    spacings: { tight: 'Denso', normal: 'Normal', loose: 'Amplio' },
    paper: 'Papel',
    papers: { plain: 'Blanco', sepia: 'Sepia' },
    smaller: 'Texto del artículo más pequeño',
    larger: 'Texto del artículo más grande',
    reset: 'Como estaba',
  },

  filters: { label: 'Filtros vigentes', clear: 'Borrar todos' },

  columns: {
    show: 'Columnas y orden',
    table: 'Como tabla',
    columns: 'Columnas',
    names: { title: 'Título', outlet: 'Medio', published: 'Fecha', added: 'Añadido', words: 'Palabras', tags: 'Etiquetas' },
    sort: 'Orden',
    up: 'ascendente', down: 'descendente',
    sortBy: (name) => `Ordenar por ${name.toLowerCase()}`,
    densities: { comfortable: 'Filas: cómodas', compact: 'Filas: compactas' },
    unread: 'aún sin abrir',
    nUnread: (n) => `${count(n)} sin leer`,
    markAllRead: 'Marcar todo como leído',
  },

  menu: {
    label: 'Menú',
    menus: { add: 'Biblioteca', find: 'Encontrar', read: 'Artículo', sides: 'Historias', keep: 'Guardar', window: 'Ver', help: 'Ayuda' },
  },

  copy: {
    label: 'Copiar como',
    form: (form) => copyForms[form],
    action: (form) => `Copiar como: ${copyForms[form]}`,
    done: (form) => `Copiado: ${copyDone[form]}`,
  },

  imported: (n, minutes) => `La importación ha terminado: ${noun('artículo añadido', 'artículos añadidos')(n)} en ${noun('minuto', 'minutos')(minutes)}`,

  actions: {
    help: 'Ayuda: la guía',
    legend: 'Qué significan las marcas',
    tour: 'Mostrar el recorrido',
    sidebar: 'Mostrar u ocultar la barra lateral',
    elsewhere: 'Mostrar u ocultar «En otros»',
    resetPanes: 'Paneles como al principio',
    reading: 'Cómo se ven los artículos…',
    sepia: 'Papel sepia, o blanco',
    print: 'Imprimir el artículo…',
    menu: 'Abrir el menú',
    table: 'Artículos como tabla, o como fichas',
    density: 'Filas compactas, o cómodas',
    markAllRead: 'Marcar todos los artículos como leídos',
  },
};
