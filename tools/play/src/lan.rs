//! For `--lan`: this machine's address in its network, and a QR code that takes a phone there.

use std::net::{IpAddr, Ipv4Addr, UdpSocket};

use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;

/// The address from which this machine would speak to another network: the one that its neighbours know.
pub fn address() -> Option<Ipv4Addr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // To connect a UDP socket sends nothing: the system only chooses a way. The address is one for documentation
    // (RFC 5737), so that nobody is meant.
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    match socket.local_addr().ok()?.ip() {
        IpAddr::V4(address) if !address.is_loopback() && !address.is_unspecified() => Some(address),
        _ => None,
    }
}

/// `text` as a QR code of half blocks, each line ended. With `colour` it is black on white whatever the terminal's
/// colours are; without, it suits a dark terminal.
pub fn qr_code(text: &str, colour: bool) -> Option<String> {
    let code = QrCode::new(text).ok()?;
    let (dark, light) = if colour { (Dense1x2::Dark, Dense1x2::Light) } else { (Dense1x2::Light, Dense1x2::Dark) };
    let picture = code.render::<Dense1x2>().dark_color(dark).light_color(light).build();
    let line = |line: &str| if colour { format!("\x1b[30;107m{line}\x1b[0m\n") } else { format!("{line}\n") };
    Some(picture.lines().map(line).collect())
}
