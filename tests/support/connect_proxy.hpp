// A small CONNECT proxy on the loopback: relays, refuses, talks rubbish, leads astray, and cuts connections on demand.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace test {

struct ProxyManners {
    std::string answer;             // what is said instead of relaying; empty: relays
    std::string authorization;      // demanded in Proxy-Authorization, else 407; empty: none
    std::uint16_t lead_to = 0;      // a port of the loopback to connect with, whatever was asked; 0: as asked
};

class ConnectProxy {
public:
    explicit ConnectProxy(ProxyManners manners = {});
    ~ConnectProxy();

    std::uint16_t port() const;
    std::string url(const std::string& user_information = "") const;   // as HTTPS_PROXY takes it
    std::vector<std::string> requests() const;                         // what was asked: header text of each
    std::size_t tunnels() const;                                       // relayed so far
    void cut();                                                        // every relayed connection, at once

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace test
