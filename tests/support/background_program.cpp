#include "tests/support/background_program.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <functional>
#include <thread>

#include "tests/support/files.hpp"

namespace test {
namespace {

bool holds_within_patience(const std::function<bool()>& condition) {
    for (int i = 0; i < 1800; ++i) {
        if (condition()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return condition();
}

}  // namespace

BackgroundProgram::BackgroundProgram(const std::vector<std::string>& command,
                                     const std::map<std::string, std::string>& environment) {
    std::vector<char*> arguments;
    for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const auto output = folder_ / "output", errors = folder_ / "errors";
    pid_ = ::fork();
    if (pid_ < 0) throw std::runtime_error("cannot fork");
    if (pid_ > 0) return;
    for (const auto& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
    ::dup2(::open("/dev/null", O_RDONLY), STDIN_FILENO);
    ::dup2(::open(output.c_str(), O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
    ::dup2(::open(errors.c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
}

BackgroundProgram::~BackgroundProgram() {
    if (pid_ > 0) stop(SIGKILL);
}

std::string BackgroundProgram::output() const { return read_file(folder_ / "output"); }
std::string BackgroundProgram::errors() const { return read_file(folder_ / "errors"); }

std::vector<std::string> BackgroundProgram::lines() const {
    std::vector<std::string> out;
    const auto text = output();
    for (std::size_t begin = 0, end = 0; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1)
        out.push_back(text.substr(begin, end - begin));
    return out;
}

bool BackgroundProgram::has_lines(std::size_t count) const {
    return holds_within_patience([&] { return lines().size() >= count; });
}

bool BackgroundProgram::has_said(const std::string& text) const {
    return holds_within_patience([&] { return errors().find(text) != std::string::npos; });
}

int BackgroundProgram::stop(int signal) {
    ::kill(pid_, signal);
    return wait();
}

int BackgroundProgram::wait() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace test
