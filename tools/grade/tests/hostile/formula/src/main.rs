fn main() {
    println!("=HYPERLINK(\"http://192.0.2.1\")");
    panic!("=1+1");
}
