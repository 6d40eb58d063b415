include!("../../../solutions/01-addresses/src/main.rs");
