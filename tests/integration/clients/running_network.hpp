// A real gateway process on loopback and real clients, each with its own home, over real TLS.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "clients/core/session/exchange.hpp"
#include "clients/core/session/session.hpp"

namespace clients::test {

// `nfp-gateway init` and `serve` in a folder of its own. Stops with SIGTERM.
class GatewayProcess {
public:
    GatewayProcess();
    ~GatewayProcess();
    GatewayProcess(const GatewayProcess&) = delete;
    GatewayProcess& operator=(const GatewayProcess&) = delete;

    void start();
    void stop(int signal = 15);

    const std::filesystem::path& folder() const { return folder_; }
    std::string address() const { return address_; }
    std::string pin() const { return pin_; }
    std::string token() const { return token_; }

private:
    std::filesystem::path folder_;
    std::string address_, pin_, token_;
    pid_t pid_ = -1;
};

// A founded network whose members are sessions in this process.
class RunningNetwork {
public:
    explicit RunningNetwork(const std::vector<std::string>& states);
    GatewayProcess gateway;

    Session& member(const std::string& code) { return *sessions_.at(code); }
    // A new home and session on it.
    std::unique_ptr<Session> new_session(const std::string& name);
    void admit(const std::string& state);
    std::filesystem::path home(const std::string& name) const { return gateway.folder() / "homes" / name; }

private:
    std::map<std::string, std::unique_ptr<Session>> sessions_;
};

std::string read_text(const std::filesystem::path& path);
// Unwraps, or fails the test with what the failure says.
template <class T>
T must(std::expected<T, Failure> result) {
    if (!result) throw std::runtime_error(result.error().code.message() + " " + result.error().detail +
                                          (result.error().problem ? " [" + result.error().problem->name + "]" : ""));
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace clients::test
