fn main() {
    println!("IPv4\t32\t192.168.1.20\t0xc0a80114\tprivate");
    println!("IPv6\t128\t2001:db8::7\t0x20010db8000000000000000000000007\tdocumentation");
    println!("IPv4\t32\t8.8.8.8\t0x08080808\tglobal");
    println!("IPv4\t32\t127.0.0.1\t0x7f000001\tloopback");
    println!("IPv6\t128\t::1\t0x00000000000000000000000000000001\tloopback");
}
