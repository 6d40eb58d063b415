//! The graded tests of `addresses`: the program is given addresses, and its lines are read part by part.

use std::net::IpAddr;

use enchufe::transcript::Stream;
use enchufe::verdict::{Awaited, Check, Ended, Failure, Outcome, Place, Shown};
use enchufe::{Program, Running, program};

static PROGRAM: Program = program!("addresses");

/// The parts of a line.
const VERSION: usize = 0;
const BITS: usize = 1;
const CANONICAL: usize = 2;
const NUMBER: usize = 3;
const SCOPE: usize = 4;

#[test]
fn prints_a_line_of_five_parts_for_each_address() {
    let lines = "IPv4\t32\t192.168.1.20\t0xc0a80114\tprivate\n\
                 IPv6\t128\t2001:db8::7\t0x20010db8000000000000000000000007\tdocumentation\n\
                 IPv4\t32\t8.8.8.8\t0x08080808\tglobal\n";
    let program = PROGRAM.arg("192.168.1.20").arg("2001:db8::7").arg("8.8.8.8").start();
    prints_lines_for(&program.ends_well().get(), &["192.168.1.20", "2001:db8::7", "8.8.8.8"], lines)
        .or_if(|printed| !printed.contains('\t') && words_of(printed) == words_of(lines), "blanks-for-tabs");
}

#[test]
fn says_the_version_and_how_many_bits_it_has() {
    let typed = ["192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1"];
    let program = describing(&typed);
    let end = program.ends_well().get();
    part_is(&end, VERSION, &[("192.0.2.1", "IPv4"), ("2001:db8::1", "IPv6"), ("::ffff:192.0.2.1", "IPv6")])
        .or_if(|said| said.differs_only_at(&[("::ffff:192.0.2.1", "IPv4")]), "mapped-as-ipv4")
        .get();
    part_is(&end, BITS, &[("192.0.2.1", "32"), ("2001:db8::1", "128"), ("::ffff:192.0.2.1", "128")])
        .or_if(|said| said.differs_only_at(&[("::ffff:192.0.2.1", "32")]), "mapped-as-ipv4");
}

#[test]
fn writes_the_address_in_its_canonical_form() {
    let mapped = "0:0:0:0:0:FFFF:C000:0201";
    describes(
        CANONICAL,
        &[
            ("10.1.2.3", "10.1.2.3"),
            ("2001:0DB8:85A3:0000:0000:8A2E:0370:7334", "2001:db8:85a3::8a2e:370:7334"),
            ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
            ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
            ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
            ("0:0:0:0:0:0:0:0", "::"),
            ("0:0:0:0:0:0:0:1", "::1"),
            (mapped, "::ffff:192.0.2.1"),
        ],
    )
    .or_if(|said| said.0.iter().all(|part| part.got == part.address), "repeats-what-was-typed")
    .or_if(|said| said.differs_only_at(&[(mapped, "::ffff:c000:201")]), "mapped-in-hexadecimal")
    .or_if(|said| said.differs_only_at(&[(mapped, "192.0.2.1")]), "mapped-as-ipv4");
}

#[test]
fn writes_the_number_in_hexadecimal() {
    describes(
        NUMBER,
        &[
            ("192.168.171.205", "0xc0a8abcd"),
            ("10.0.0.1", "0x0a000001"),
            ("0.0.0.0", "0x00000000"),
            ("2001:db8::abcd", "0x20010db800000000000000000000abcd"),
            ("::1", "0x00000000000000000000000000000001"),
        ],
    )
    .or_if(|said| said.0.iter().all(Part::is_decimal), "number-in-decimal")
    .or_if(|said| said.is_right_but_for_its_case(), "upper-case-digits")
    .or_if(|said| said.0.iter().all(Part::is_right_but_for_zeros), "lacks-leading-zeros")
    .or_if(|said| said.0.iter().all(Part::is_right_but_for_zeros_of_bytes), "lacks-leading-zeros")
    .or_if(|said| said.each_is(backwards), "bytes-backwards");
}

#[test]
fn knows_the_private_addresses_of_ipv4() {
    scopes(&[
        ("9.255.255.255", "global"),
        ("10.0.0.0", "private"),
        ("10.1.2.3", "private"),
        ("10.128.0.0", "private"),
        ("10.255.255.255", "private"),
        ("11.0.0.0", "global"),
        ("172.15.255.255", "global"),
        ("172.16.0.0", "private"),
        ("172.17.0.1", "private"),
        ("172.24.0.0", "private"),
        ("172.31.255.255", "private"),
        ("172.32.0.0", "global"),
        ("172.200.1.2", "global"),
        ("192.167.255.255", "global"),
        ("192.168.0.0", "private"),
        ("192.168.128.1", "private"),
        ("192.168.255.255", "private"),
        ("192.169.0.0", "global"),
    ]);
}

#[test]
fn knows_the_other_scopes_of_ipv4() {
    scopes(&[
        ("0.0.0.0", "unspecified"),
        ("0.0.0.1", "global"),
        ("126.255.255.255", "global"),
        ("127.0.0.0", "loopback"),
        ("127.0.0.1", "loopback"),
        ("127.128.0.1", "loopback"),
        ("127.255.255.255", "loopback"),
        ("128.0.0.0", "global"),
        ("169.253.255.255", "global"),
        ("169.254.0.0", "link-local"),
        ("169.254.255.255", "link-local"),
        ("169.255.0.0", "global"),
        ("192.0.1.255", "global"),
        ("192.0.2.0", "documentation"),
        ("192.0.2.255", "documentation"),
        ("192.0.3.0", "global"),
        ("198.51.99.255", "global"),
        ("198.51.100.0", "documentation"),
        ("198.51.100.255", "documentation"),
        ("198.51.101.0", "global"),
        ("203.0.112.255", "global"),
        ("203.0.113.0", "documentation"),
        ("203.0.113.255", "documentation"),
        ("203.0.114.0", "global"),
        ("223.255.255.255", "global"),
        ("224.0.0.0", "multicast"),
        ("225.1.2.3", "multicast"),
        ("239.255.255.255", "multicast"),
        ("240.0.0.0", "global"),
        ("255.255.255.254", "global"),
        ("255.255.255.255", "broadcast"),
        ("8.8.8.255", "global"),
        ("100.64.0.1", "global"),
    ])
    .or_if(is_broadcast_at_every_255, "every-255-is-broadcast")
    .or_if(Said::knows_one_loopback_address, "one-loopback-address")
    .or_if(Said::takes_all_above_for_multicast, "multicast-without-end");
}

#[test]
fn knows_the_scopes_of_ipv6() {
    scopes(&[
        ("::", "unspecified"),
        ("::1", "loopback"),
        ("::2", "global"),
        ("fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "global"),
        ("fc00::", "private"),
        ("fc12:3456::1", "private"),
        ("fd00::1", "private"),
        ("fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "private"),
        ("fe00::", "global"),
        ("fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "global"),
        ("fe80::", "link-local"),
        ("fe81::1", "link-local"),
        ("fea0::1", "link-local"),
        ("febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "link-local"),
        ("fec0::", "global"),
        ("2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "global"),
        ("2001:db8::", "documentation"),
        ("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "documentation"),
        ("2001:db9::", "global"),
        ("3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "global"),
        ("3fff::", "documentation"),
        ("3fff:123::1", "documentation"),
        ("3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "documentation"),
        ("3fff:1000::", "global"),
        ("feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "global"),
        ("ff00::", "multicast"),
        ("ff02::1", "multicast"),
        ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "multicast"),
        ("2606:4700::1111", "global"),
    ]);
}

#[test]
fn takes_the_scope_of_a_mapped_address_from_inside() {
    describes(
        SCOPE,
        &[
            ("::ffff:0.0.0.0", "unspecified"),
            ("::ffff:127.0.0.1", "loopback"),
            ("::ffff:10.1.2.3", "private"),
            ("::ffff:169.254.1.2", "link-local"),
            ("::ffff:192.0.2.1", "documentation"),
            ("::ffff:224.0.0.1", "multicast"),
            ("::ffff:255.255.255.255", "broadcast"),
            ("::ffff:8.8.8.8", "global"),
            // These carry no IPv4 address: other bits stand before the last 32.
            ("::10.1.2.3", "global"),
            ("::fffe:10.1.2.3", "global"),
            ("::1:ffff:10.1.2.3", "global"),
            ("::ffff:0:10.1.2.3", "global"),
        ],
    )
    .or_if(|said| said.0.iter().all(|part| part.got == "global"), "leaves-mapped-addresses-closed")
    .or_if(|said| said.differs_only_at(&[("::10.1.2.3", "private")]), "takes-compatible-for-mapped");
}

#[test]
fn goes_on_after_what_is_no_address() {
    let lines = "IPv4\t32\t10.0.0.1\t0x0a000001\tprivate\n\
                 IPv6\t128\tfe80::1\t0xfe800000000000000000000000000001\tlink-local\n";
    let program = describing(&["10.0.0.1", "300.1.1.1", "fe80::1"]);
    let end = ends_somehow(&program, &["10.0.0.1", "fe80::1"]);
    prints_lines_for(&end, &["10.0.0.1", "fe80::1"], lines)
        .or_if(|printed| printed.contains("300.1.1.1"), "error-on-stdout")
        .or_if(|printed| is_described(printed, &["10.0.0.1"]), "stops-at-the-first-bad-one");
}

#[test]
fn names_on_stderr_what_is_no_address() {
    let program = describing(&["192.0.2.1", "hola"]);
    let end = ends_somehow(&program, &["192.0.2.1"]);
    let failure = (!end.said(Stream::Stderr, "hola")).then(|| {
        let got = if end.stderr.is_empty() { Shown::Nothing } else { Shown::Bytes(end.stderr.clone()) };
        let expected = Shown::Contains(b"hola".to_vec());
        Failure::new(Outcome::WrongEnd, Awaited::Output).compare(Place::Stderr, expected, got)
    });
    Check::new(end, failure)
        .or_if(|end| end.said(Stream::Stdout, "hola"), "error-on-stdout")
        .or_if(|end| !end.stderr.is_empty(), "does-not-say-which");
}

#[test]
fn ends_with_1_if_something_was_no_address() {
    // What comes after it is in order, and does not make up for it.
    let program = describing(&["hola", "192.0.2.1"]);
    program
        .ends_with_code(1)
        .or_if(|end| panicked_at_the_bad_one(end, &["192.0.2.1"]), "panics-on-failure")
        .or_if(|end| end.code == Some(0), "hides-the-error");
}

/// The program, started with these arguments.
fn describing(arguments: &[&'static str]) -> Running {
    arguments.iter().fold(PROGRAM.no_args(), |call, argument| call.arg(argument)).start()
}

/// Expects an end, with the code for success or for failure: which of the two is another rule's matter. `good`: its
/// arguments without the one that is no address.
fn ends_somehow(program: &Running, good: &[&'static str]) -> Ended {
    let code = if program.ends().code == Some(0) { 0 } else { 1 };
    let at_the_bad_one = |end: &Ended| panicked_at_the_bad_one(end, good);
    program.ends_with_code(code).or_if(at_the_bad_one, "panics-on-failure").get()
}

/// Whether it panicked because of an argument that is no address: without it, all is well. Sums that overflow and
/// places that do not exist are mistakes of another kind, wherever they happen.
fn panicked_at_the_bad_one(end: &Ended, good: &[&'static str]) -> bool {
    let by_a_bug = ["attempt to ", "index "].iter().any(|words| end.said(Stream::Stderr, words));
    if !end.panicked() || by_a_bug {
        return false;
    }
    let without = describing(good).ends();
    without.code == Some(0) && is_described(&String::from_utf8_lossy(&without.stdout), good)
}

/// Expects a line of five parts for each of these addresses, in this order, and nothing else. `lines` is what a right
/// program prints; of a part only the canonical form is looked at, because the others are other rules' matter.
fn prints_lines_for(end: &Ended, addresses: &[&str], lines: &str) -> Check<String> {
    let printed = String::from_utf8_lossy(&end.stdout).into_owned();
    let failure = (!is_described(&printed, addresses)).then(|| {
        Failure::new(Outcome::WrongBytes, Awaited::Output).compare_bytes(Place::Stdout, lines.as_bytes(), &end.stdout)
    });
    Check::new(printed, failure)
}

/// Whether this is a line of five parts for each of these addresses, in this order.
fn is_described(printed: &str, addresses: &[&str]) -> bool {
    let is_line = |(line, address): (&str, &&str)| {
        let parts: Vec<&str> = line.split('\t').collect();
        parts.len() == SCOPE + 1 && parts[CANONICAL] == *address && !parts.contains(&"")
    };
    let Some(lines) = printed.strip_suffix('\n') else { return false };
    lines.split('\n').count() == addresses.len() && lines.split('\n').zip(addresses).all(is_line)
}

fn words_of(text: &str) -> Vec<Vec<&str>> {
    text.lines().map(|line| line.split_whitespace().collect()).collect()
}

/// One part of the line about one address: what it should be, and what it is.
struct Part {
    address: &'static str,
    expected: &'static str,
    got: String,
}

impl Part {
    /// The right number as people count, with `0x` in front or not.
    fn is_decimal(&self) -> bool {
        self.got.strip_prefix("0x").unwrap_or(&self.got).parse() == Ok(number(self.address))
    }

    /// The right number, without the zeros in front or without some of them.
    fn is_right_but_for_zeros(&self) -> bool {
        let digits = self.got.strip_prefix("0x").unwrap_or_default();
        !digits.is_empty() && self.expected[2..].trim_start_matches('0') == digits.trim_start_matches('0')
    }

    /// The right bytes, each of them without its zero in front.
    fn is_right_but_for_zeros_of_bytes(&self) -> bool {
        let short: String = match self.address.parse().expect("the tests write addresses right") {
            IpAddr::V4(v4) => v4.octets().map(|byte| format!("{byte:x}")).concat(),
            IpAddr::V6(_) => self.expected[2..].to_owned(),
        };
        self.got.strip_prefix("0x") == Some(&short) || self.is_right_but_for_zeros()
    }
}

/// What the program said about some addresses.
struct Said(Vec<Part>);

/// Expects this part of the lines about these addresses.
fn describes(part: usize, expected: &[(&'static str, &'static str)]) -> Check<Said> {
    let arguments: Vec<&'static str> = expected.iter().map(|(address, _)| *address).collect();
    part_is(&describing(&arguments).ends_well().get(), part, expected)
}

/// Expects this part of the lines that were printed about these addresses.
fn part_is(end: &Ended, part: usize, expected: &[(&'static str, &'static str)]) -> Check<Said> {
    let printed = String::from_utf8_lossy(&end.stdout).into_owned();
    let mut lines = printed.lines();
    let mut said = Vec::new();
    for (address, expected) in expected {
        let line = lines.next().unwrap_or_default();
        // A line of other parts is shown as a whole.
        let got = line.split('\t').nth(part).unwrap_or(line).to_owned();
        said.push(Part { address, expected, got });
    }
    let wrong: Vec<&Part> = said.iter().filter(|part| part.got != part.expected).collect();
    let failure = (!wrong.is_empty()).then(|| {
        let failure = Failure::new(Outcome::WrongBytes, Awaited::Output);
        // The first few say it: a list of thirty is no help.
        wrong.iter().take(3).fold(failure, |failure, wrong| {
            let (expected, got) = shown(wrong, part);
            failure.compare(Place::Argument(wrong.address), expected, got)
        })
    });
    Check::new(Said(said), failure)
}

/// Both sides of a comparison: scopes as the words they are, the rest byte by byte.
fn shown(wrong: &Part, part: usize) -> (Shown, Shown) {
    let is_word = |text: &str| !text.is_empty() && text.len() < 20 && text.bytes().all(|byte| byte.is_ascii_graphic());
    if part == SCOPE && is_word(&wrong.got) {
        return (Shown::Amount(wrong.expected.to_owned()), Shown::Amount(wrong.got.clone()));
    }
    let got = if wrong.got.is_empty() { Shown::Nothing } else { Shown::Bytes(wrong.got.clone().into_bytes()) };
    (Shown::Bytes(wrong.expected.into()), got)
}

/// Expects these scopes. What they show about the way in which the program compares prefixes is named here.
fn scopes(expected: &[(&'static str, &'static str)]) -> Check<Said> {
    describes(SCOPE, expected)
        .or_if(
            |said| said.is_that_of_all_prefixes(one_bit_more) || said.is_that_of_all_prefixes(one_bit_less),
            "one-bit-off",
        )
        .or_if(|said| said.is_that_of_all_prefixes(last_bits), "compares-the-last-bits")
        .or_if(|said| said.is_wrong_inside_a_byte() && said.is_that_of_some_prefixes(&WHOLE), "compares-whole-bytes")
        .or_if(|said| said.is_that_of_some_prefixes(&[forgotten_if_documentation]), "forgets-documentation")
}

impl Said {
    /// Whether these addresses have these wrong parts, and everything else is right.
    fn differs_only_at(&self, wrong: &[(&str, &str)]) -> bool {
        self.0.iter().all(|part| {
            let expected = wrong.iter().find(|(address, _)| *address == part.address);
            part.got == expected.map_or(part.expected, |(_, wrong)| wrong)
        })
    }

    fn each_is(&self, of: impl Fn(&str) -> String) -> bool {
        self.0.iter().all(|part| part.got == of(part.address))
    }

    fn is_right_but_for_its_case(&self) -> bool {
        self.0.iter().all(|part| part.got.eq_ignore_ascii_case(part.expected))
    }

    fn of(&self, address: &str) -> &str {
        self.0.iter().find(|part| part.address == address).map_or("", |part| &part.got)
    }

    fn knows_one_loopback_address(&self) -> bool {
        let others = [("127.0.0.0", "global"), ("127.128.0.1", "global"), ("127.255.255.255", "global")];
        self.differs_only_at(&others)
    }

    /// Multicast ends at 239.255.255.255. What is said of the very last address depends on what is asked first.
    fn takes_all_above_for_multicast(&self) -> bool {
        let above = [("240.0.0.0", "multicast"), ("255.255.255.254", "multicast")];
        let last = ("255.255.255.255", "multicast");
        self.differs_only_at(&above) || self.differs_only_at(&[above[0], above[1], last])
    }

    /// Whether this is what a program says that tests every prefix in this wrong way.
    fn is_that_of_all_prefixes(&self, test: Test) -> bool {
        self.each_is(|address| scope_by(address, |_| test).to_owned())
    }

    /// Whether it was wrong about a prefix that ends inside a byte, as one may be who compares whole ones.
    fn is_wrong_inside_a_byte(&self) -> bool {
        let misleads = |prefix: &Prefix, address: &str| {
            of_one_kind(prefix.0, address)
                && WHOLE.iter().any(|test| test(prefix, address) != first_bits(prefix, address))
        };
        let inside = || PREFIXES.iter().filter(|prefix| prefix.1 % 8 != 0);
        let is_wrong = |part: &&Part| part.got != part.expected;
        self.0.iter().filter(is_wrong).any(|part| inside().any(|prefix| misleads(prefix, part.address)))
    }

    /// Whether this is what a program says that tests one or several prefixes in one of these wrong ways.
    fn is_that_of_some_prefixes(&self, tests: &[Test]) -> bool {
        // A way that gives the same answers as the right one is none. What is left are a few prefixes and a few ways.
        let tells = |prefix: &Prefix, test: &Test| {
            self.0.iter().any(|part| {
                of_one_kind(prefix.0, part.address) && test(prefix, part.address) != first_bits(prefix, part.address)
            })
        };
        let mut ways: Vec<Vec<Test>> = vec![Vec::new()];
        for prefix in &PREFIXES {
            let choices: Vec<Test> = [first_bits as Test]
                .into_iter()
                .chain(tests.iter().copied().filter(|test| tells(prefix, test)))
                .collect();
            ways = ways.iter().flat_map(|way| choices.iter().map(|test| [&way[..], &[*test]].concat())).collect();
        }
        ways.iter().any(|way| self.each_is(|address| scope_by(address, |index| way[index]).to_owned()))
    }
}

/// First address, how many bits count, scope: the tables of the exercise.
type Prefix = (&'static str, u32, &'static str);

const PREFIXES: [Prefix; 18] = [
    ("0.0.0.0", 32, "unspecified"),
    ("127.0.0.0", 8, "loopback"),
    ("10.0.0.0", 8, "private"),
    ("172.16.0.0", 12, "private"),
    ("192.168.0.0", 16, "private"),
    ("169.254.0.0", 16, "link-local"),
    ("192.0.2.0", 24, "documentation"),
    ("198.51.100.0", 24, "documentation"),
    ("203.0.113.0", 24, "documentation"),
    ("224.0.0.0", 4, "multicast"),
    ("255.255.255.255", 32, "broadcast"),
    ("::", 128, "unspecified"),
    ("::1", 128, "loopback"),
    ("fc00::", 7, "private"),
    ("fe80::", 10, "link-local"),
    ("2001:db8::", 32, "documentation"),
    ("3fff::", 20, "documentation"),
    ("ff00::", 8, "multicast"),
];

/// A way to test whether an address begins with a prefix, right or wrong.
type Test = fn(&Prefix, &str) -> bool;

/// What a program says that goes through the tables and tests each prefix in this way.
fn scope_by(address: &str, test: impl Fn(usize) -> Test) -> &'static str {
    let fits = |(index, prefix): &(usize, &Prefix)| of_one_kind(prefix.0, address) && test(*index)(prefix, address);
    PREFIXES.iter().enumerate().find(fits).map_or("global", |(_, prefix)| prefix.2)
}

fn first_bits(prefix: &Prefix, address: &str) -> bool {
    agree(prefix, address, prefix.1)
}

fn one_bit_more(prefix: &Prefix, address: &str) -> bool {
    agree(prefix, address, (prefix.1 + 1).min(bits(address)))
}

fn one_bit_less(prefix: &Prefix, address: &str) -> bool {
    agree(prefix, address, prefix.1 - 1)
}

fn last_bits(prefix: &Prefix, address: &str) -> bool {
    let differ = number(prefix.0) ^ number(address);
    differ.trailing_zeros() >= prefix.1
}

fn forgotten_if_documentation(prefix: &Prefix, address: &str) -> bool {
    prefix.2 != "documentation" && first_bits(prefix, address)
}

/// Whole bytes, or the whole groups of an IPv6 address, with the bits over left out or the missing ones added.
const WHOLE: [Test; 4] = [
    |prefix, address| agree(prefix, address, prefix.1 / 8 * 8),
    |prefix, address| agree(prefix, address, prefix.1.next_multiple_of(8)),
    |prefix, address| agree(prefix, address, if bits(address) == 32 { prefix.1 } else { prefix.1 / 16 * 16 }),
    |prefix, address| {
        agree(prefix, address, if bits(address) == 32 { prefix.1 } else { prefix.1.next_multiple_of(16) })
    },
];

/// Whether the first `length` bits of an address are those of a prefix.
fn agree(prefix: &Prefix, address: &str, length: u32) -> bool {
    let differ = number(prefix.0) ^ number(address);
    differ.checked_shr(bits(address) - length).unwrap_or(0) == 0
}

fn of_one_kind(one: &str, other: &str) -> bool {
    bits(one) == bits(other)
}

fn bits(address: &str) -> u32 {
    if address.contains(':') { 128 } else { 32 }
}

fn number(address: &str) -> u128 {
    match address.parse().expect("the tests write addresses right") {
        IpAddr::V4(v4) => v4.to_bits().into(),
        IpAddr::V6(v6) => v6.to_bits(),
    }
}

/// The number that an address gives when its last byte is taken for the first.
fn backwards(address: &str) -> String {
    match address.parse().expect("the tests write addresses right") {
        IpAddr::V4(v4) => format!("{:#010x}", v4.to_bits().swap_bytes()),
        IpAddr::V6(v6) => format!("{:#034x}", v6.to_bits().swap_bytes()),
    }
}

/// Nobody else says of this one that it is for everybody.
fn is_broadcast_at_every_255(said: &Said) -> bool {
    said.of("8.8.8.255") == "broadcast"
}
