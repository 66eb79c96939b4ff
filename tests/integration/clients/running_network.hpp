// A real gateway process on loopback and real clients, each with its own home, over real TLS.
#pragma once

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "clients/core/session/joining.hpp"
#include "tests/support/gateway_process.hpp"

namespace clients::test {

// Somebody whose enrolment waits for its approval.
struct Enrolled {
    std::unique_ptr<Session> session;
    std::string words;   // as they read them out
    Candidate candidate;
};

// A founded network whose members are sessions in this process.
class RunningNetwork {
public:
    // `seats`: states that are members, and have nobody yet.
    explicit RunningNetwork(const std::vector<std::string>& states, const std::vector<std::string>& seats = {});

    ::test::GatewayProcess gateway;

    Session& member(const std::string& code) { return *sessions_.at(code); }
    // Invited by the secretariat, and enrolled from a new home of that name.
    Enrolled enrol(const std::string& handle, const std::string& home, protocol::Role role = protocol::Role::focal_point);
    // A new home and a session on it.
    std::unique_ptr<Session> new_session(const std::string& name);
    std::filesystem::path home(const std::string& name) const { return homes_ / name; }

    // The first person of a state that is a member: enrolled, approved and able to read.
    void admit(const std::string& state);

private:
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
