//! A PostgreSQL server for tests: the one that MOTCUA_TEST_POSTGRES names, or a private one that the first test starts, the
//! others share, and that stops some seconds after the last one ended.

use std::{
    fs::{self, File, Permissions},
    hash::{BuildHasher, RandomState},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
};

/// The address of a schema of its own for one test.
pub fn fresh_schema() -> String {
    let server = server();
    let separator = if server.contains('?') { '&' } else { '?' };
    format!("{server}{separator}schema=t_{:016x}", RandomState::new().hash_one(0))
}

/// The address of the server, without a schema.
#[expect(clippy::disallowed_methods, reason = "tests are told by the environment which server to use")]
pub fn server() -> &'static str {
    static SERVER: OnceLock<(String, Option<File>)> = OnceLock::new();
    let (url, _lock) = SERVER.get_or_init(|| match std::env::var("MOTCUA_TEST_POSTGRES") {
        Ok(url) => (url, None),
        Err(_) => {
            let (url, lock) = start_or_join();
            (url, Some(lock))
        }
    });
    url
}

/// Whoever uses the server holds a shared lock on `in-use`; a reaper stops the server once nobody does.
fn start_or_join() -> (String, File) {
    let user = output(Command::new("id").arg("-u"));
    let home = std::env::temp_dir().join(format!("motcua-test-postgres-{user}"));
    fs::create_dir_all(&home).expect("a folder for the server");
    let in_use = open(&home.join("in-use"));
    in_use.lock_shared().expect("a lock");
    let starting = open(&home.join("starting"));
    starting.lock().expect("a lock");
    if !home.join("data/postmaster.pid").exists() {
        start(&home, user == "0");
    }
    let socket = home.display().to_string().replace('/', "%2F");
    (format!("postgres://postgres@{socket}/postgres"), in_use)
}

fn start(home: &Path, root: bool) {
    let bin = newest_programs();
    let data = home.join("data");
    // A server that was killed leaves its data behind.
    let _absent = fs::remove_dir_all(&data);
    fs::set_permissions(home, Permissions::from_mode(0o777)).expect("permissions");
    let run = |program: &str| {
        let mut command = if root { Command::new("runuser") } else { Command::new(bin.join(program)) };
        if root {
            // The server refuses to run as root.
            command.args(["-u", "postgres", "--"]).arg(bin.join(program));
        }
        command.current_dir(home).stdout(Stdio::null());
        command
    };
    let initdb = run("initdb")
        .args(["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-D"])
        .arg(&data)
        .status();
    assert!(initdb.is_ok_and(|status| status.success()), "initdb failed");
    let options = format!("-c listen_addresses='' -c max_connections=300 -k {}", home.display());
    let log = home.join("data/log.txt");
    let started = run("pg_ctl").args(["start", "-w", "-o", &options, "-l"]).arg(log).arg("-D").arg(&data).status();
    assert!(started.is_ok_and(|status| status.success()), "the server did not start");
    // A process of its own, since every test may be one: nobody knows who is the last.
    let wait = "while sleep 5; do flock -n -x in-use sh -c '\"$@\" && rm -rf data' - \"$@\" && exit; done";
    let stop: Vec<String> =
        if root { vec!["runuser".into(), "-u".into(), "postgres".into(), "--".into()] } else { Vec::new() };
    // `sh … &` so that the one who waits is nobody's child.
    let detached = format!("({wait}) &");
    let started = Command::new("setsid")
        .args(["sh", "-c", &detached, "-"])
        .args(stop)
        .arg(bin.join("pg_ctl"))
        .args(["stop", "-m", "fast", "-D"])
        .arg(&data)
        .current_dir(home)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(started.is_ok_and(|status| status.success()), "nobody to stop the server");
}

/// The programs of the newest server that is installed.
fn newest_programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").expect("PostgreSQL is installed (apt install postgresql)");
    let version = |path: &PathBuf| path.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok());
    let newest = versions.map(|entry| entry.expect("a folder").path()).max_by_key(version);
    newest.expect("PostgreSQL is installed").join("bin")
}

fn open(path: &Path) -> File {
    File::options().create(true).append(true).open(path).expect("a lock file")
}

fn output(command: &mut Command) -> String {
    let output = command.output().expect("a program that every system has");
    String::from_utf8(output.stdout).expect("text").trim().to_owned()
}
