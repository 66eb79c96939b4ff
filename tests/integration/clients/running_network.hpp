// A real gateway process on loopback and real clients, each with its own home, over real TLS.
#pragma once

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "clients/core/session/session.hpp"
#include "tests/support/gateway_process.hpp"

namespace clients::test {

// A founded network whose members are sessions in this process.
class RunningNetwork {
public:
    // `seats`: states that are members, and have nobody yet.
    explicit RunningNetwork(const std::vector<std::string>& states, const std::vector<std::string>& seats = {});

    ::test::GatewayProcess gateway;

    Session& member(const std::string& code) { return *sessions_.at(code); }
    // A new home and a session on it.
    std::unique_ptr<Session> new_session(const std::string& name);
    std::filesystem::path home(const std::string& name) const { return homes_ / name; }

private:
    void admit(const std::string& state);

    ::test::TemporaryFolder homes_;
    std::map<std::string, std::unique_ptr<Session>> sessions_;
};

// The value, or an exception that says what the failure said.
template <class T>
T must(std::expected<T, Failure> result) {
    if (!result)
        throw std::runtime_error(result.error().code.message() + " " + result.error().detail +
                                 (result.error().problem ? " [" + result.error().problem->name + "]" : ""));
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace clients::test
