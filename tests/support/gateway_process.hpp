// nfp-gateway as a process of its own, on a free port of the loopback.
#pragma once

#include <sys/types.h>

#include <map>
#include <string>

#include "crypto/note.hpp"
#include "crypto/tls_identity.hpp"
#include "protocol/invitation.hpp"
#include "tests/support/temporary_folder.hpp"

namespace test {

class GatewayProcess {
public:
    // Runs `init`; `settings` replaces lines of gateway.json, such as {"idle_timeout_ms", "300"}.
    explicit GatewayProcess(std::string program, const std::map<std::string, std::string>& settings = {});
    ~GatewayProcess();  // kills what still runs

    // Added to the program's environment by start(), such as LD_PRELOAD.
    std::map<std::string, std::string> environment;
    void start();
    int stop(int signal);              // sends it and waits; the exit code, or minus the signal that ended the process
    int stop();                        // SIGTERM
    int wait();                        // until it ends by itself; likewise
    // Stops it with that signal and starts it again on the same port, as an operator's unit does.
    void restart(int signal);

    std::uint16_t port() const { return port_; }
    pid_t pid() const { return pid_; }
    crypto::note::Verifier log() const;
    crypto::tls::SpkiPin pin() const;
    protocol::EnrolmentToken founding_token() const;
    std::filesystem::path folder() const { return temporary_ / "data"; }
    std::filesystem::path store_key() const { return temporary_ / "store-key"; }
    std::string log_text() const;      // what it wrote to standard error

private:
    void set(const std::map<std::string, std::string>& settings);
    std::string line_of(const std::string& name) const;

    TemporaryFolder temporary_;
    std::string program_;
    std::string init_output_;
    pid_t pid_ = -1;
    std::uint16_t port_ = 0;
};

// Runs a program to its end; its standard output and exit code.
struct Finished {
    int code = -1;
    std::string output;
};
Finished run(const std::vector<std::string>& command);

}  // namespace test
