fn main() {
    compile_error!("</pre><script>alert('owned')</script>\x1b[2J");
}
