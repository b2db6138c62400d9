//! The report in a browser: nothing on the console, no request, nothing that axe-core objects to, and pages
//! to print. Skipped, with a line that says so, only where there is no Chromium and CI is not set.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const AXE: &str = include_str!("browser/axe.min.js");
const EXAMINE: &str = include_str!("browser/examine.js");

/// Milliseconds of the page's own clock, which runs as fast as the page has nothing to do: no time limit.
const PAGE_TIME: &str = "--virtual-time-budget=60000";

/// Widths of window, pixels: a desk and a small screen.
const WIDTHS: [u32; 2] = [1280, 500];

fn chromium() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .find_map(|name| std::env::split_paths(&path).map(|dir| dir.join(name)).find(|file| file.is_file()));
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none(), "there is no chromium: scripts/setup.sh browser installs it");
        println!("skipped: there is no chromium (scripts/setup.sh browser installs it)");
    }
    found
}

/// Opens a page in a browser of its own that reaches no host.
fn open(chromium: &Path, page: &Path, width: u32, options: &[&str]) -> Output {
    let profile = tempfile::tempdir().unwrap();
    let output = Command::new(chromium)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .args(["--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", PAGE_TIME])
        .arg(format!("--window-size={width},900"))
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .args(options)
        .arg(format!("file://{}", fs::canonicalize(page).unwrap().display()))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(output.status.success(), "chromium failed: {}", String::from_utf8_lossy(&output.stderr));
    output
}

/// What the page says on the console: errors, warnings and all else.
fn console(output: &Output) -> Vec<String> {
    let log = String::from_utf8_lossy(&output.stderr);
    log.lines().filter_map(|line| line.split_once(":CONSOLE")).map(|(_, said)| said.to_owned()).collect()
}

/// What axe finds in a copy of the page, with the requests that the page makes.
fn examine(chromium: &Path, page: &Path, width: u32) -> Value {
    let html = fs::read_to_string(page).unwrap();
    assert_eq!(html.matches("</body>").count(), 1);
    let scripts = format!("<script>{AXE}</script><script>{EXAMINE}</script></body>");
    let copy = page.with_file_name("examined.html");
    fs::write(&copy, html.replace("</body>", &scripts)).unwrap();
    let output = open(chromium, &copy, width, &["--dump-dom"]);
    let dom = String::from_utf8_lossy(&output.stdout).into_owned();
    let found = dom.split_once("<pre id=\"examined\">").and_then(|(_, rest)| rest.split_once("</pre>"));
    let (json, _) = found.unwrap_or_else(|| panic!("axe did not come to an end: {:?}", console(&output)));
    serde_json::from_str(json).unwrap()
}

/// The pages of a PDF that Chromium has written: it leaves page objects uncompressed.
fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    text.match_indices("/Type /Page").filter(|(at, found)| !text[at + found.len()..].starts_with('s')).count()
}

fn report(name: &str, dir: &Path) -> PathBuf {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases").join(name);
    let run = dir.join("run");
    let output =
        Command::new(env!("CARGO_BIN_EXE_entente")).arg("plan").arg(case).arg("--out").arg(&run).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    run.join("report.html")
}

fn look_at(name: &str) {
    let Some(chromium) = chromium() else { return };
    let dir = tempfile::tempdir().unwrap();
    let report = report(name, dir.path());
    let plain = open(&chromium, &report, WIDTHS[0], &["--dump-dom"]);
    assert_eq!(console(&plain), [""; 0], "{name}: the console is not silent");
    assert!(String::from_utf8_lossy(&plain.stdout).contains("<svg"), "{name}: the page has no charts");
    for width in WIDTHS {
        let found = examine(&chromium, &report, width);
        assert_eq!(found["requests"], Value::Array(Vec::new()), "{name}: the page makes requests");
        assert_eq!(found["violations"], Value::Array(Vec::new()), "{name}, {width} wide: {found:#}");
        assert!(found["passes"].as_u64().unwrap() >= 10, "{name}: axe checked next to nothing: {found:#}");
    }
    let pdf = dir.path().join("report.pdf");
    let print = format!("--print-to-pdf={}", pdf.display());
    open(&chromium, &report, WIDTHS[0], &[&print, "--no-pdf-header-footer"]);
    let pages = pages(&fs::read(&pdf).unwrap());
    println!("{name}: {pages} pages");
    assert!((1..=60).contains(&pages), "{name}: {pages} pages");
}

#[test]
fn quiet_line() {
    look_at("quiet-line");
}

#[test]
fn mnf_ukraine() {
    look_at("mnf-ukraine");
}

/// The checks above can fail: a page with a fault of each kind is told.
#[test]
fn a_bad_page_is_told() {
    let Some(chromium) = chromium() else { return };
    let dir = tempfile::tempdir().unwrap();
    let page = dir.path().join("bad.html");
    let html = "<!doctype html><html><head><title>Bad</title></head><body><img src='https://example.org/x.png'>\
                <p style='color:#ccc;background:#fff'>Too pale to read</p>\
                <script>console.warn('careful'); nothingOfThatName()</script></body></html>";
    fs::write(&page, html).unwrap();
    let said = console(&open(&chromium, &page, WIDTHS[0], &["--dump-dom"])).join("\n");
    assert!(said.contains("careful") && said.contains("nothingOfThatName"), "{said}");
    let found = examine(&chromium, &page, WIDTHS[0]);
    assert_eq!(found["requests"][0], "https://example.org/x.png", "{found:#}");
    let ids: Vec<&str> = found["violations"].as_array().unwrap().iter().map(|v| v["id"].as_str().unwrap()).collect();
    for id in ["html-has-lang", "image-alt", "color-contrast"] {
        assert!(ids.contains(&id), "{ids:?}");
    }
}
