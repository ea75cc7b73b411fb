// What the window says of the program's errors in another language than English.
//
// An error comes with a code and an English sentence. Where a catalogue knows the code, its own
// sentence stands in the place of that; what the English one names between backticks (a file, a
// folder) is taken over, as is its first number. Not here: the sentences.

/** A sentence, and the next step where there is one. `{0}` is the first name, `{n}` the number, `{rest}` what follows a colon. */
export type Said = readonly [message: string, hint?: string];

/** Codes that reach the window. */
export const CODES = [
  'no_library', 'library_locked', 'library_too_new', 'library_too_old', 'library_read_only', 'no_such_article', 'no_such_version', 'no_such_highlight',
  'no_such_search', 'library_damaged', 'library_missing', 'restore_unfinished', 'backup_exists', 'backup_damaged', 'no_backup',
  'no_such_backup', 'nothing_reads', 'disk_full', 'disk_failed', 'library_not_writable', 'library_files', 'library_busy', 'library_database',
  'index_failed', 'no_such_passage', 'passage_pending', 'no_such_story', 'sample_failed', 'cannot_watch', 'not_watched', 'pack_named',
  'nothing_to_undo', 'nothing_to_redo', 'nothing_selected', 'bad_field', 'superseded',
  'not_found', 'unreadable', 'not_a_file', 'too_large', 'empty', 'not_text', 'unsupported_format', 'no_text', 'encrypted', 'no_text_layer',
  'ocr_missing', 'ocr_off', 'no_text_on_pages', 'waits_for_ocr',
  'damaged', 'too_much_inside', 'too_much_text', 'too_many_articles', 'took_too_long', 'stood_still', 'parser_died', 'set_aside',
  'pdf_reader_missing', 'not_confined', 'parser_failed',
  'model_missing', 'pack_not_installed', 'model_invalid', 'model_damaged', 'runtime_missing', 'runtime_unusable', 'model_failed', 'embedding_stopped',
  'crashed', 'clipboard_failed', 'shown_instead', 'cannot_open', 'no_such_file', 'export_failed', 'no_log', 'original_gone',
] as const;
export type ProblemCode = (typeof CODES)[number];

export type Problems = Record<ProblemCode, Said>;

/** Without a next step the hint is empty. */
export interface Told { message: string; hint: string }

/** The error in the words of a catalogue; as it came where the catalogue has none that fit. */
export function translated(problem: { code: string; message: string; hint: string | null }, problems: Problems | null): Told {
  const asItCame = { message: problem.message, hint: problem.hint ?? '' };
  const said = problems !== null && Object.hasOwn(problems, problem.code) ? problems[problem.code as ProblemCode] : undefined;
  if (said === undefined) return asItCame;
  const names = [...problem.message.matchAll(/`[^`]*`/gu)].map((match) => match[0]);
  const bare = problem.message.replace(/`[^`]*`/gu, '');
  const parts: Record<string, string | undefined> = {
    ...Object.fromEntries(names.entries()), n: /\d+/u.exec(bare)?.[0], rest: /: (.+)$/su.exec(problem.message)?.[1],
  };
  const wanted = [...said[0].matchAll(/\{(\w+)\}/gu)].map((match) => match[1] ?? '');
  if (wanted.some((part) => parts[part] === undefined)) return asItCame;
  return { message: said[0].replace(/\{(\w+)\}/gu, (_, part: string) => parts[part] ?? ''), hint: said[1] ?? '' };
}
