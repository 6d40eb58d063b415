const SECRET: &str = env!("ENCHUFE_CANARY");

fn main() {
    println!("{SECRET}");
}
