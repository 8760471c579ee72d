// actors/base/origin.h: on whose behalf a change is made, as our own audit names it.
#pragma once
#include <string>

namespace audit {
/// Travels with every message that changes something. A person is named by a uuid (design: no
/// name, no address of a person).
struct Origin {
  std::string subject;  ///< `sub` of the caller's token; empty: nobody signed in, or the server
  std::string client;   ///< the client that the token was given to (`azp`); empty: none
  std::string address;  ///< IP address that the request came from; empty: not from the network

  friend bool operator==(const Origin&, const Origin&) = default;
};

/// The server itself: sweeps, renewals, what a start brings.
inline Origin of_server() { return {"", "idkernel", ""}; }
/// An operator's command on this machine.
inline Origin of_console() { return {"", "console", ""}; }

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Origin& x) {
  return f(x.subject, x.client, x.address);
}
}  // namespace audit
