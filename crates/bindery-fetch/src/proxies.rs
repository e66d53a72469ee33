//! Which proxy an address is asked through.
use std::net::{IpAddr, Ipv4Addr};

use url::{Host, Url};

/// Proxies, and hosts that are asked without one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proxies {
    /// The address of the proxy for `http`.
    pub http: Option<String>,
    /// The address of the proxy for `https`.
    pub https: Option<String>,
    /// Hosts that are asked directly: each stands for itself and for what is below it, `*` for all.
    pub direct: Vec<String>,
}

impl Proxies {
    /// Those that the environment names, with curl's rules: `http_proxy`, `https_proxy`, else
    /// `all_proxy`, and `no_proxy`; the same in capitals where those are not set, `HTTP_PROXY` too,
    /// which curl leaves to servers.
    pub fn from_environment() -> Proxies {
        Proxies::read(|name| std::env::var(name).ok())
    }

    fn read(variable: impl Fn(&str) -> Option<String>) -> Proxies {
        let value = |name: &str| {
            let value = variable(name).or_else(|| variable(&name.to_ascii_uppercase()));
            value.filter(|value| !value.trim().is_empty())
        };
        let all = value("all_proxy");
        let direct = value("no_proxy").unwrap_or_default();
        let direct = direct.split([',', ' ']).map(str::trim);
        Proxies {
            http: value("http_proxy").or_else(|| all.clone()),
            https: value("https_proxy").or(all),
            direct: direct
                .filter(|host| !host.is_empty())
                .map(|host| host.trim_matches('.').to_ascii_lowercase())
                .collect(),
        }
    }

    /// Whether an address is asked without a proxy.
    pub(crate) fn is_direct(&self, address: &Url) -> bool {
        let proxy = match address.scheme() {
            "https" => &self.https,
            _ => &self.http,
        };
        let host = address.host_str().unwrap_or_default();
        let host = host.trim_matches(['[', ']', '.']);
        let covers = |direct: &String| {
            let below = host.strip_suffix(direct.as_str());
            direct == "*" || below.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        proxy.is_none() || self.direct.iter().any(covers)
    }
}

/// The address that a host says it has, without asking anyone.
pub(crate) fn evident_address(address: &Url) -> Option<IpAddr> {
    match address.host()? {
        Host::Ipv4(address) => Some(address.into()),
        Host::Ipv6(address) => Some(address.into()),
        // Such names are this machine's (RFC 6761, section 6.3).
        Host::Domain(name) => {
            let name = name.trim_end_matches('.');
            let is_local = name == "localhost" || name.ends_with(".localhost");
            is_local.then_some(Ipv4Addr::LOCALHOST.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_is_read_with_the_rules_of_curl() {
        let read = |list: &[(&str, &str)]| {
            Proxies::read(|name| {
                let (_, value) = list.iter().find(|(known, _)| *known == name)?;
                Some((*value).to_owned())
            })
        };
        assert_eq!(read(&[]), Proxies::default());
        let found = read(&[
            ("HTTP_PROXY", "http://a:1"),
            ("http_proxy", "http://b:2"),
            ("ALL_PROXY", "http://c:3"),
            ("NO_PROXY", "Example.com, .sub.org 10.0.0.1"),
        ]);
        let wanted = Proxies {
            http: Some("http://b:2".to_owned()),
            https: Some("http://c:3".to_owned()),
            direct: ["example.com", "sub.org", "10.0.0.1"]
                .map(str::to_owned)
                .into(),
        };
        assert_eq!(found, wanted);
        for (address, direct) in [
            ("http://example.com/", true),
            ("https://a.example.com/", true),
            ("http://anexample.com/", false),
            ("http://sub.org/", true),
            ("http://10.0.0.1:80/", true),
            ("http://other.org/", false),
        ] {
            let address = Url::parse(address).unwrap();
            assert_eq!(found.is_direct(&address), direct, "{address}");
        }
        let all = read(&[("https_proxy", "http://a"), ("no_proxy", "*")]);
        assert!(all.is_direct(&Url::parse("https://a.example/").unwrap()));
        let only_https = read(&[("https_proxy", "http://a"), ("http_proxy", "")]);
        assert!(only_https.is_direct(&Url::parse("http://a.example/").unwrap()));
    }
}
