//! From where a request comes.

use axum::extract::{ConnectInfo, Request};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The address of whoever asks: the last one that our own proxy saw, else the connection's; one for all where neither is known.
pub fn address_of(request: &Request, behind_proxy: bool) -> IpAddr {
    let forwarded = request.headers().get("x-forwarded-for").filter(|_| behind_proxy);
    let seen = forwarded.and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    let connected = || request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    seen.or_else(connected).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}
