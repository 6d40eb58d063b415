const USERS: &str = include_str!("/etc/passwd");
const ENVIRONMENT: &[u8] = include_bytes!("/proc/self/environ");

fn main() {
    println!("{USERS}{}", String::from_utf8_lossy(ENVIRONMENT));
}
