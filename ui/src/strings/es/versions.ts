// What the window says about articles through time, in Spanish.
import { versionsIn } from '../versions';
import { noun, say, words } from './say';

export const versions = versionsIn(say, {
  label: 'Dos versiones, una al lado de otra',
  count: noun('versión', 'versiones'),
  words,
  loading: 'Buscando las versiones anteriores…',
  failed: 'No se pueden leer sus versiones.',
  newest: 'mostrada aquí',
  since: 'qué cambió',
  beside: 'junto a la más reciente',
  same: 'Las dos versiones dicen lo mismo, palabra por palabra.',
  changes: 'Lo que destaca',
  nothing: 'No difiere ningún titular, número, nombre, cita ni párrafo.',
  action: 'Mostrar qué cambió en este artículo',
  kinds: { headline: 'titular', quotation: 'cita', paragraph: 'párrafo', sentence: 'frase' },
  claims: { number: 'número', name: 'nombre', date: 'fecha', negation: 'negación', modality: 'debe o puede', word: 'redacción' },
  seen: (date, isCaptured) => (isCaptured ? `página guardada el ${date}` : `texto del ${date}`),
  inSeen: (date, isCaptured) => (isCaptured ? `en la página guardada el ${date}` : `en el texto del ${date}`),
  sinceWhy: (one, other) => `Qué difiere entre las dos: ${one} y ${other}`,
  bothHave: (one, other) => `lo primero ${one}, lo segundo ${other}`,
  onlyFirst: (one, other) => `presente ${one}, ausente ${other}`,
  onlySecond: (one, other) => `ausente ${one}, presente ${other}`,
});
