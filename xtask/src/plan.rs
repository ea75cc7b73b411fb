//! Numbered, timed steps: what is being done, how far along, how long it took.
//!
//! Invariant: the first step that fails ends the plan. Each step says in a few
//! words what came of it ("already there", "7 files unpacked").

use std::time::{Duration, Instant};

use crate::error::TaskError;
use crate::workspace::Workspace;

type Action<'a> = Box<dyn Fn(&Workspace) -> Result<String, TaskError> + 'a>;

/// Steps in the order they are run.
#[derive(Default)]
pub(crate) struct Plan<'a> {
    steps: Vec<(String, Action<'a>)>,
}

impl<'a> Plan<'a> {
    /// Adds a step; `action` returns what came of it.
    pub(crate) fn step(
        mut self,
        title: impl Into<String>,
        action: impl Fn(&Workspace) -> Result<String, TaskError> + 'a,
    ) -> Self {
        self.steps.push((title.into(), Box::new(action)));
        self
    }

    /// Runs every step, announcing each.
    pub(crate) fn run(self, workspace: &Workspace) -> Result<(), TaskError> {
        let start = Instant::now();
        let n_steps = self.steps.len();
        for (index, (title, action)) in self.steps.iter().enumerate() {
            eprintln!("[{}/{n_steps}] {title}", index + 1);
            let step_start = Instant::now();
            let outcome = action(workspace)?;
            eprintln!("      {outcome} · {}", in_words(step_start.elapsed()));
        }
        eprintln!("done in {}", in_words(start.elapsed()));
        Ok(())
    }
}

/// `4.2 s`, or `3 min 07 s` from a minute on.
fn in_words(took: Duration) -> String {
    let seconds = took.as_secs();
    if seconds < 60 {
        format!("{:.1} s", took.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    #[test]
    fn a_failing_step_ends_the_plan() {
        let ran = RefCell::new(Vec::new());
        let note = |name: &'static str| {
            ran.borrow_mut().push(name);
            Ok(String::new())
        };
        let plan = Plan::default()
            .step("one", |_| note("one"))
            .step("two", |_| Err(TaskError::Usage { words: "two".into() }))
            .step("three", |_| note("three"));
        assert!(plan.run(&Workspace::find()).is_err());
        assert_eq!(*ran.borrow(), ["one"]);
    }

    #[test]
    fn times_read_well() {
        assert_eq!(in_words(Duration::from_millis(4210)), "4.2 s");
        assert_eq!(in_words(Duration::from_secs(187)), "3 min 07 s");
    }
}
