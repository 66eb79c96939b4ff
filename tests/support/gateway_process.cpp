#include "tests/support/gateway_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <sstream>
#include <thread>

#include "crypto/encoding.hpp"
#include "tests/support/files.hpp"

namespace test {
namespace {

// Starts a program with standard output and error to files; -1 never: throws.
pid_t spawn(const std::vector<std::string>& command, const std::filesystem::path& output, const std::filesystem::path& errors,
            const std::map<std::string, std::string>& environment = {}) {
    std::vector<char*> arguments;
    for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const pid_t pid = ::fork();
    if (pid < 0) throw std::runtime_error("cannot fork");
    if (pid > 0) return pid;
    const int out = ::open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    const int err = ::open(errors.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(err, STDERR_FILENO);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that is killed leaves nobody behind
    for (const auto& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
}

int wait_for(pid_t pid) {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace

Finished run(const std::vector<std::string>& command) {
    const TemporaryFolder folder;
    const pid_t pid = spawn(command, folder / "output", folder / "output");
    const int code = wait_for(pid);
    return {.code = code, .output = read_file(folder / "output")};
}

GatewayProcess::GatewayProcess(std::string program, const std::map<std::string, std::string>& settings)
    : program_(std::move(program)) {
    const auto done = run({program_, "init", folder().string(), "--store-key", store_key().string(), "--listen", "127.0.0.1:0"});
    if (done.code != 0) throw std::runtime_error("init failed: " + done.output);
    init_output_ = done.output;
    set(settings);
}

void GatewayProcess::set(const std::map<std::string, std::string>& settings) {
    std::istringstream lines(read_file(folder() / "gateway.json"));
    std::string changed;
    for (std::string line; std::getline(lines, line);) {
        for (const auto& [name, value] : settings)
            if (line.find("\"" + name + "\":") != std::string::npos)
                line = "  \"" + name + "\": " + value + (line.ends_with(',') ? "," : "");
        changed += line + "\n";
    }
    write_file(folder() / "gateway.json", changed);
}

GatewayProcess::~GatewayProcess() {
    if (pid_ > 0) stop(SIGKILL);
}

void GatewayProcess::start() {
    std::filesystem::remove(temporary_ / "output");
    pid_ = spawn({program_, "serve", folder().string(), "--store-key", store_key().string()}, temporary_ / "output",
                 temporary_ / "log", environment);
    for (int i = 0; i < 1000; ++i) {
        const auto output = read_file(temporary_ / "output");
        const auto at = output.find("listening on ");
        if (at != std::string::npos && output.find('\n', at) != std::string::npos) {
            port_ = static_cast<std::uint16_t>(std::stoi(output.substr(output.rfind(':') + 1)));
            return;
        }
        if (::waitpid(pid_, nullptr, WNOHANG) == pid_) {
            pid_ = -1;
            break;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    throw std::runtime_error("the gateway does not start: " + log_text());
}

int GatewayProcess::stop(int signal) {
    if (pid_ <= 0) throw std::logic_error("the gateway does not run");  // -1 would be everybody
    ::kill(pid_, signal);
    return wait();
}
int GatewayProcess::wait() {
    const int code = wait_for(pid_);
    pid_ = -1;
    return code;
}
int GatewayProcess::stop() { return stop(SIGTERM); }

void GatewayProcess::restart(int signal) {
    set({{"listen", "\"127.0.0.1:" + std::to_string(port_) + "\""}});
    if (pid_ > 0) stop(signal);
    start();
}

std::string GatewayProcess::line_of(const std::string& name) const {
    const auto at = init_output_.find(name + ": ");
    if (at == std::string::npos) throw std::runtime_error("init printed no " + name);
    const auto begin = at + name.size() + 2;
    return init_output_.substr(begin, init_output_.find('\n', begin) - begin);
}

crypto::note::Verifier GatewayProcess::log() const { return crypto::note::Verifier::parse(line_of("log")).value(); }
crypto::tls::SpkiPin GatewayProcess::pin() const { return crypto::fixed<32>(crypto::hex_decode(line_of("pin"))).value(); }
protocol::EnrolmentToken GatewayProcess::founding_token() const {
    const auto bytes = crypto::fixed<32>(crypto::base64_decode(line_of("founding-token"))).value();
    return protocol::EnrolmentToken(std::span<const std::uint8_t, 32>(bytes));
}
std::string GatewayProcess::log_text() const { return read_file(temporary_ / "log"); }

}  // namespace test
