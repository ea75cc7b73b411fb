//! *Open with Parallax*: files named at the start are imported and the first one shown,
//! whether a window is open already or not.

use super::session::Window;
use super::{import_ends, lists_articles, run, written};

const FERRY: &str = "The night ferry sails again\n\nAfter a winter in dock the night ferry left on \
    Monday with forty passengers and a cargo of apples. The crossing takes six hours.\n";
const CLOCK: &str = "Town clock repaired\n\nThe clock on the market tower strikes again, after a \
    long year of silence. Two watchmakers worked on it through the summer.\n";
const WELL: &str = "A well is dug in the upper village\n\nThe upper village has water of its own \
    since Friday. The well is thirty metres deep and was paid for by all households.\n";

#[test]
fn files_named_at_the_start_are_shown_and_a_second_start_hands_its_own_over() {
    run(async |home| {
        let ferry = written(home, "desk/night ferry é.txt", FERRY);
        let clock = written(home, "desk/clock.txt", CLOCK);
        let window = Window::open_with("opening", home, &[&ferry, &clock]).await;
        let shows = |title: &'static str| {
            let window = &window;
            async move {
                window.wait_until("reader-title", |shown| shown.concat().contains(title)).await;
            }
        };
        shows("The night ferry sails again").await;
        import_ends(&window).await;

        let well = written(home, "desk/well.txt", WELL);
        window.minimise();
        window.until("the window is put away", async || !window.is_on_screen()).await;
        assert!(window.start_again(home, &[&well, &ferry, &clock]));
        shows("A well is dug in the upper village").await;
        window.until("the window comes back", async || window.is_on_screen()).await;
        // One the library has already is shown all the same.
        assert!(window.start_again(home, &[&clock]));
        shows("Town clock repaired").await;
        lists_articles(&window, &["night ferry", "Town clock", "A well is dug"]).await;
        // Without files it only comes to the front.
        assert!(window.start_again(home, &[]));
        window.close().await;

        // Nobody listens any longer: the next start opens a window of its own.
        let window = Window::open_with("opening-again", home, &[&well]).await;
        window.wait_until("reader-title", |shown| shown.concat().contains("A well is dug")).await;
        window.close().await;
    });
}
