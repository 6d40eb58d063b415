fn main() {
    loop {
        eprintln!("{}", "no es una dirección ".repeat(500));
    }
}
