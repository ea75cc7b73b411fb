#![allow(missing_docs, clippy::all, clippy::pedantic, clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]
use parallax_engine::*;
use std::io::Write;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    if args[1] == "lines" {
        let source = default_model(&|n| std::env::var_os(n).map(Into::into), &std::env::current_exe().unwrap(), 2);
        let ModelSource::Files(files, _) = source else { panic!() };
        let pool = Pool::open(Pack::read(&files.pack_dir).unwrap(), &files.runtime, 2).unwrap();
        let text = std::fs::read_to_string(&args[2]).unwrap();
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut out = std::io::BufWriter::new(std::fs::File::create(&args[3]).unwrap());
        for chunk in lines.chunks(64) {
            for v in pool.submit(chunk.to_vec(), Priority::Import).wait().unwrap() {
                for x in v.as_slice() { out.write_all(&x.to_le_bytes()).unwrap(); }
            }
        }
        return;
    }
    let lib = Library::open(Options { folder: args[2].clone().into(), access: Access::Write, model: default_model(&|n| std::env::var_os(n).map(Into::into), &std::env::current_exe().unwrap(), 2), clock: jiff::Timestamp::now }).unwrap();
    let text = std::fs::read_to_string(&args[1]).unwrap();
    let documents = text.lines().map(|l| { let mut f = l.split('\u{1}'); Document { id: f.next().unwrap().into(), title: f.next().unwrap().into(), text: f.next().unwrap().replace('\u{2}', "\n") } }).collect();
    let two = |p: &str| -> Vec<Vec<String>> { std::fs::read_to_string(p).unwrap_or_default().lines().map(|l| l.split('\t').map(str::to_owned).collect()).collect() };
    let queries = two(&format!("{}.qq", args[1])).into_iter().map(|v| (v[0].clone(), v[1].clone())).collect();
    let qrels = two(&format!("{}.rr", args[1])).into_iter().map(|v| Qrel { query_id: v[0].clone(), document_id: v[1].clone(), grade: v[2].parse().unwrap() }).collect();
    let corpus = Corpus { documents, queries, qrels };
    let e = lib.evaluate(std::slice::from_ref(&corpus), Plan::Auto, &Control::default(), &|_| {}).unwrap();
    let e = &e[0]; println!("{} {} {} {:?}", args[1], e.n_documents, e.n_passages, e.took); for (m, s) in &e.modes { println!("{m:?} {s:?}"); }
}
