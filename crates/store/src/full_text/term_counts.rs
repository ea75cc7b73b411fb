//! `tally(table)`: an FTS5 function that says how often each phrase of the expression
//! stands in a row, one byte a phrase. FTS5's own `bm25` looks up the length of every
//! row and counts every phrase once more, which takes ten times as long as finding
//! the rows.
//!
//! The only file of this crate with `unsafe` code: SQLite's interface for such
//! functions is C. Every function SQLite calls is given valid pointers by it.
#![expect(unsafe_code, reason = "FTS5's interface for own functions is C; see each SAFETY line")]

use std::cell::UnsafeCell;
use std::ffi::{CStr, c_int, c_void};
use std::ptr;

use rusqlite::{Connection, ffi};

/// Phrases counted in one expression; further ones are looked for and not counted.
pub(crate) const MAX_PHRASES: usize = 128;

/// A byte of a tally: the title's share in the upper three bits, the body's below.
const BODY_BITS: u32 = 5;
const MAX_IN_TITLE: u8 = 7;
const MAX_IN_BODY: u8 = 31;

/// The columns of the words index up to here are the title's.
const LAST_OF_TITLE: c_int = 1;

/// How often a phrase stands in a row, counted up to 7 in the title, 31 in the body.
pub(crate) fn counts(byte: u8) -> (u8, u8) {
    (byte >> BODY_BITS, byte & MAX_IN_BODY)
}

/// The larger counts of two tallies' bytes.
pub(crate) fn larger(one: u8, other: u8) -> u8 {
    let title = !MAX_IN_BODY;
    (one & title).max(other & title) | (one & MAX_IN_BODY).max(other & MAX_IN_BODY)
}

/// Makes `tally` known to a connection.
pub(crate) fn register(connection: &Connection) -> rusqlite::Result<()> {
    // SAFETY: the handle is valid as long as the connection, which outlives this call.
    let api = unsafe { api_of(connection.handle()) }?;
    // SAFETY: SQLite returned the pointer; its functions are there in every version
    // that has FTS5. The function registered has no state, so nothing is to be freed.
    let code = unsafe {
        (*api)
            .xCreateFunction
            .map(|create| create(api, c"tally".as_ptr(), ptr::null_mut(), Some(tally), None))
    };
    checked(code.unwrap_or(ffi::SQLITE_ERROR))
}

fn checked(code: c_int) -> rusqlite::Result<()> {
    if code == ffi::SQLITE_OK {
        return Ok(());
    }
    Err(rusqlite::Error::SqliteFailure(ffi::Error::new(code), None))
}

/// FTS5 hands its interface out through a pointer bound to a statement.
///
/// # Safety
/// `db` must be an open connection.
unsafe fn api_of(db: *mut ffi::sqlite3) -> rusqlite::Result<*mut ffi::fts5_api> {
    const KIND: &CStr = c"fts5_api_ptr";
    let mut api: *mut ffi::fts5_api = ptr::null_mut();
    let mut statement: *mut ffi::sqlite3_stmt = ptr::null_mut();
    // SAFETY: `db` is open; `statement` and `api` outlive their use, which ends with
    // the statement two calls below.
    unsafe {
        let sql = c"SELECT fts5(?1)";
        checked(ffi::sqlite3_prepare_v2(
            db,
            sql.as_ptr(),
            -1,
            &raw mut statement,
            ptr::null_mut(),
        ))?;
        let place = (&raw mut api).cast::<c_void>();
        ffi::sqlite3_bind_pointer(statement, 1, place, KIND.as_ptr(), None);
        ffi::sqlite3_step(statement);
        checked(ffi::sqlite3_finalize(statement))?;
    }
    if api.is_null() { Err(rusqlite::Error::InvalidQuery) } else { Ok(api) }
}

thread_local! {
    /// The tally of the row at hand: SQLite would allocate a copy for every row.
    static TALLY: UnsafeCell<[u8; MAX_PHRASES]> = const { UnsafeCell::new([0; MAX_PHRASES]) };
}

/// Called by SQLite for each row found. The result holds until the next row is asked
/// for, or the function is called again in this thread: it is to be read at once, and
/// called once per row.
unsafe extern "C" fn tally(
    api: *const ffi::Fts5ExtensionApi,
    row: *mut ffi::Fts5Context,
    result: *mut ffi::sqlite3_context,
    _n_values: c_int,
    _values: *mut *mut ffi::sqlite3_value,
) {
    let tally = TALLY.with(UnsafeCell::get);
    // SAFETY: SQLite gives its own interface and the row it stands at, valid for the
    // call. Nothing else writes to this thread's tally, which outlives its statements:
    // connections are used within calls.
    unsafe {
        let api = &*api;
        let (Some(n_phrases), Some(first), Some(next)) =
            (api.xPhraseCount, api.xPhraseFirst, api.xPhraseNext)
        else {
            ffi::sqlite3_result_error_code(result, ffi::SQLITE_ERROR);
            return;
        };
        let n = usize::try_from(n_phrases(row)).unwrap_or(0).min(MAX_PHRASES);
        for (phrase, byte) in (0..).zip(&mut (&mut *tally)[..n]) {
            let mut at = ffi::Fts5PhraseIter { a: ptr::null(), b: ptr::null() };
            let (mut column, mut offset) = (0, 0);
            let code = first(row, phrase, &raw mut at, &raw mut column, &raw mut offset);
            if code != ffi::SQLITE_OK {
                ffi::sqlite3_result_error_code(result, code);
                return;
            }
            let (mut in_title, mut in_body) = (0u8, 0u8);
            while column >= 0 {
                let count = if column <= LAST_OF_TITLE { &mut in_title } else { &mut in_body };
                *count = count.saturating_add(1);
                next(row, &raw mut at, &raw mut column, &raw mut offset);
            }
            *byte = in_title.min(MAX_IN_TITLE) << BODY_BITS | in_body.min(MAX_IN_BODY);
        }
        let n_bytes = c_int::try_from(n).unwrap_or(0);
        ffi::sqlite3_result_blob(result, tally.cast::<c_void>(), n_bytes, ffi::SQLITE_STATIC());
    }
}
