extern "C" fn before() {
    std::process::exit(0)
}

#[used]
#[unsafe(link_section = ".init_array")]
static BEFORE_MAIN: extern "C" fn() = before;

fn main() {}
