fn main() {
    println!("Gracias por conectarte");
}
