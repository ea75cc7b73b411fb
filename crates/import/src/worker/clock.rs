//! How long a child has been at a file: what it computed, not what a clock on the wall
//! says. A machine that slept and a child that was stopped from outside have used up
//! nothing of a file's time.
//!
//! Where the system tells what a child computed (Linux), that counts against the file's
//! seconds; everywhere a generous wall clock ends a child that stands still. That clock
//! is added up from short waits, so that a jump (sleep, a stopped parent) counts as one.
//! Not here: the limit the system itself keeps (`confine`), and killing (`pool`).

use std::time::{Duration, Instant};

use parallax_confine::ProcessState;

/// How often it is looked.
pub(super) const TICK: Duration = Duration::from_millis(200);

/// What one tick counts at most, however long ago the last one was: a busy machine
/// wakes threads late, a sleeping one much later.
const MAX_PER_TICK: Duration = Duration::from_secs(1);

/// The wall clock gives so many times a file's seconds, and a stopped child at least…
const PATIENCE: u32 = 4;

/// …these, after which it is not waited for any more.
const WHILE_STOPPED: Duration = Duration::from_mins(10);

/// What a clock says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It may go on.
    GoOn,
    /// It has computed for all of its time.
    Spent,
    /// It has not, but has been waited for long enough.
    StandsStill,
}

/// The time of one file.
#[derive(Debug)]
pub(super) struct Clock {
    allowed: Duration,
    computed_before: Duration,
    last: Instant,
    waited: Duration,
    stopped: Duration,
}

impl Clock {
    /// For a file that may take `seconds`; `seen`: the child before it got the file.
    pub(super) fn start(seconds: u64, seen: ProcessState, now: Instant) -> Self {
        Self {
            allowed: Duration::from_secs(seconds),
            computed_before: seen.computed.unwrap_or_default(),
            last: now,
            waited: Duration::ZERO,
            stopped: Duration::ZERO,
        }
    }

    /// Goes on after somebody else's work, in which nothing of this file's time passed,
    /// with some seconds more.
    pub(super) fn resume(&mut self, more_seconds: u64, now: Instant) {
        self.allowed += Duration::from_secs(more_seconds);
        self.last = now;
    }

    /// Looks again.
    pub(super) fn look(&mut self, seen: ProcessState, now: Instant) -> Verdict {
        let passed = now.duration_since(self.last).min(MAX_PER_TICK);
        self.last = now;
        if seen.is_stopped {
            self.stopped += passed;
        } else {
            self.waited += passed;
        }
        let is_waited_out = self.waited >= self.allowed * PATIENCE || self.stopped >= WHILE_STOPPED;
        match seen.computed.map(|computed| computed.saturating_sub(self.computed_before)) {
            Some(computed) if computed >= self.allowed => Verdict::Spent,
            Some(_) if is_waited_out => Verdict::StandsStill,
            // Not told: the wall clock is all there is.
            None if is_waited_out => Verdict::Spent,
            _ => Verdict::GoOn,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(computed: Option<u64>, is_stopped: bool) -> ProcessState {
        ProcessState { computed: computed.map(Duration::from_secs), is_stopped }
    }

    /// A clock that is looked at every tick for `seconds`; what it says at the end.
    fn after(clock: &mut Clock, now: &mut Instant, seconds: u64, seen: ProcessState) -> Verdict {
        let mut verdict = Verdict::GoOn;
        for _ in 0..seconds * 5 {
            *now += TICK;
            verdict = clock.look(seen, *now);
        }
        verdict
    }

    #[test]
    fn a_machine_that_slept_has_used_up_nothing() {
        let mut now = Instant::now();
        let mut clock = Clock::start(30, seen(Some(7), false), now);
        for _ in 0..20 {
            now += Duration::from_hours(8);
            assert_eq!(clock.look(seen(Some(8), false), now), Verdict::GoOn);
        }
    }

    #[test]
    fn what_was_computed_counts_and_only_for_this_file() {
        let mut now = Instant::now();
        let mut clock = Clock::start(30, seen(Some(100), false), now);
        assert_eq!(after(&mut clock, &mut now, 40, seen(Some(129), false)), Verdict::GoOn);
        assert_eq!(after(&mut clock, &mut now, 1, seen(Some(130), false)), Verdict::Spent);
    }

    #[test]
    fn a_child_that_is_stopped_or_stands_still_is_not_waited_for_for_ever() {
        let mut now = Instant::now();
        let mut clock = Clock::start(30, seen(Some(0), false), now);
        assert_eq!(after(&mut clock, &mut now, 300, seen(Some(1), true)), Verdict::GoOn);
        assert_eq!(after(&mut clock, &mut now, 119, seen(Some(1), false)), Verdict::GoOn);
        assert_eq!(after(&mut clock, &mut now, 2, seen(Some(1), false)), Verdict::StandsStill);
        let mut stopped = Clock::start(30, seen(Some(0), false), now);
        let verdict = after(&mut stopped, &mut now, 601, seen(Some(1), true));
        assert_eq!(verdict, Verdict::StandsStill);
    }

    #[test]
    fn while_others_work_no_time_passes() {
        let mut now = Instant::now();
        let mut clock = Clock::start(30, seen(Some(0), false), now);
        for page in 1..100 {
            now += Duration::from_mins(1);
            clock.resume(1, now);
            assert_eq!(after(&mut clock, &mut now, 1, seen(Some(page), false)), Verdict::GoOn);
        }
    }

    #[test]
    fn where_computing_is_not_told_the_wall_clock_decides() {
        let mut now = Instant::now();
        let mut clock = Clock::start(30, seen(None, false), now);
        assert_eq!(after(&mut clock, &mut now, 119, seen(None, false)), Verdict::GoOn);
        assert_eq!(after(&mut clock, &mut now, 2, seen(None, false)), Verdict::Spent);
    }
}
