fn main() {
    let markup = "</script><script>alert('owned')</script><img src=x onerror=\"alert('owned')\">";
    println!("{markup}");
    eprintln!("{markup}");
    panic!("{markup}");
}
