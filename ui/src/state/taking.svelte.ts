// Taking things along: files in forms other programs read, the clipboard, the original.
import type { Backend, CopyForm, ExportForm, ExportSelection, LedgerForm, TextRange } from '../ipc';
import { strings } from '../strings';
import type { Toasts } from './toast.svelte';

export const COPY_FORMS: readonly CopyForm[] = ['plain', 'apa', 'chicago', 'mla', 'harvard', 'markdown', 'html'];
export const FORMS: readonly ExportForm[] = ['markdown', 'csv', 'json', 'cslJson', 'bibtex', 'ris'];

/** An article with its highlights and the passage it was opened at. */
export function opened(articleId: number, visit: { passageId: number | null } | null): ExportSelection {
  const passageId = visit?.passageId ?? null;
  return passageId === null ? { what: 'articles', articleIds: [articleId] } : { what: 'reading', articleId, passageId };
}

export class Taking {
  constructor(private readonly backend: Backend, private readonly toasts: Toasts) {}

  export(selection: ExportSelection, form: ExportForm): Promise<void> {
    return this.#tell(async () => {
      const done = await this.backend.export(selection, form);
      return done && strings.keep.done.exported(done.fileName, done.nArticles, done.nExcerpts);
    });
  }

  exportLedger(storyId: number, form: LedgerForm): Promise<void> {
    return this.#tell(async () => {
      const name = await this.backend.exportLedger(storyId, form);
      return name === null ? null : strings.keep.done.written(name);
    });
  }

  cite(range: TextRange): Promise<void> {
    return this.#tell(async () => {
      await this.backend.copyCitation(range);
      return strings.keep.done.copied;
    });
  }

  /** Articles, or the words at `range` of the first of them. */
  copyAs(articleIds: number[], range: TextRange | null, form: CopyForm): Promise<void> {
    return this.#tell(async () => {
      await this.backend.copyAs(articleIds, range, form);
      return strings.desk.copy.done(form);
    });
  }

  copy(text: string): Promise<void> {
    return this.#tell(async () => {
      await this.backend.copyText(text);
      return strings.keep.done.copiedText;
    });
  }

  openOriginal(articleId: number): Promise<void> {
    return this.#tell(() => this.backend.openOriginal(articleId));
  }

  showInFolder(articleId: number): Promise<void> {
    return this.#tell(() => this.backend.showInFolder(articleId));
  }

  async #tell(take: () => Promise<string | null>): Promise<void> {
    try {
      const said = await take();
      if (said !== null) this.toasts.done(said);
    } catch (thrown) {
      this.toasts.failed(thrown);
    }
  }
}
