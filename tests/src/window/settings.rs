//! The settings, and one library after another in the same window.

use super::session::Window;
use super::{cli, lists_articles, run, written};

#[test]
fn another_library_opens_in_the_same_window() {
    run(async |home| {
        let story = written(
            home,
            "a.txt",
            "Bees in the quarry\n\nNine swarms came back to the old quarry in spring.\n",
        );
        cli(home, &["import", story.to_str().unwrap()]);
        let other = home.join("other");
        cli(home, &["backup", other.to_str().unwrap()]);
        let ferry = written(
            home,
            "b.txt",
            "Ferry sails\n\nThe night ferry left the dock with forty passengers.\n",
        );
        cli(home, &["import", ferry.to_str().unwrap()]);
        let kept = serde_json::json!({ "libraries": [other] }).to_string();
        written(home, "config/app.parallax.Parallax/window.json", &kept);

        let window = Window::open("libraries", home).await;
        lists_articles(&window, &["Bees in", "Ferry sails"]).await;
        window.press_control(',').await;
        window.press("settings-library").await;
        window.screenshot("settings");
        window.press("verify").await;
        window.wait_until("verify-result", |text| text.concat().contains("whole")).await;
        window.press("open-known").await;
        lists_articles(&window, &["Bees in"]).await;
        // The one before is free again, and can be gone back to.
        window.press_control(',').await;
        window.press("settings-library").await;
        window.press("open-known").await;
        lists_articles(&window, &["Bees in", "Ferry sails"]).await;
        window.close().await;
    });
}

#[test]
fn a_copy_is_put_back_in_the_settings() {
    run(async |home| {
        let bees = written(
            home,
            "a.txt",
            "Bees in the quarry\n\nNine swarms came back to the old quarry in spring.\n",
        );
        cli(home, &["import", bees.to_str().unwrap()]);
        cli(home, &["backup"]);
        let ferry = written(
            home,
            "b.txt",
            "Ferry sails\n\nThe night ferry left the dock with forty passengers.\n",
        );
        cli(home, &["import", ferry.to_str().unwrap()]);

        let window = Window::open("restore", home).await;
        lists_articles(&window, &["Bees in", "Ferry sails"]).await;
        window.press_control(',').await;
        window.press("settings-library").await;
        window.press("restore").await;
        window.press("restore-yes").await;
        lists_articles(&window, &["Bees in"]).await;
        window.close().await;
    });
}

#[test]
fn the_model_works_on_one_core_when_asked_and_all_licences_are_listed() {
    run(async |home| {
        let window = Window::open("settings", home).await;
        window.find("empty-state").await;
        window.press_control(',').await;
        window.press("settings-model").await;
        window.wait_until("model-title", |title| title.concat().contains("MiniLM")).await;
        window.press("save-power").await;
        let kept = home.join("config/app.parallax.Parallax/window.json");
        window
            .until("the choice is kept", async || {
                fs_err::read_to_string(&kept)
                    .is_ok_and(|text| text.contains("\"savesPower\": true"))
            })
            .await;
        window.wait_until("model-title", |title| title.concat().contains("MiniLM")).await;
        window.press("settings-about").await;
        let list = window.wait_until("licences", |list| !list.concat().is_empty()).await.concat();
        for part in ["tauri", "svelte", "rusqlite", "ONNX Runtime", "@fontsource-variable/inter"] {
            assert!(list.contains(part), "{part} is not on the list");
        }
        window.close().await;
    });
}

#[test]
fn what_keeps_the_promises_of_privacy_is_looked_at_and_said() {
    run(async |home| {
        let window = Window::open("privacy", home).await;
        window.find("empty-state").await;
        window.press_control(',').await;
        window.press("settings-privacy").await;
        let checks = window.wait_until("privacy-checks", |list| !list.concat().is_empty()).await;
        let checks = checks.concat();
        // The lock lets WebDriver in here, and the page does not claim more than that.
        assert!(checks.contains("built for tests"), "{checks}");
        assert!(!checks.contains("keeps Parallax off the network"), "{checks}");
        for text in ["can open nothing and start nothing", "the ones that were shipped"] {
            assert!(checks.contains(text), "{text}: {checks}");
        }
        window.screenshot("privacy");
        window.close().await;
    });
}

#[test]
fn without_a_display_there_is_a_sentence_and_no_panic() {
    let program = crate::program("parallax-desktop", "PARALLAX_DESKTOP_BIN");
    let mut command = std::process::Command::new(program);
    for variable in ["DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR"] {
        command.env_remove(variable);
    }
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("error: Parallax cannot open a window"), "{said}");
    assert!(said.contains("hint: start it in a graphical session"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}
