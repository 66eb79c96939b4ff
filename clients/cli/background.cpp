#include "clients/cli/background.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <exception>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include "clients/core/files/file_descriptor.hpp"

namespace clients::cli {
namespace {

using Work = std::function<void(const std::function<void()>& ready)>;

[[noreturn]] void fail(const char* call) { throw std::system_error(errno, std::generic_category(), call); }

constexpr std::string_view ready_mark = "+";  // anything else that comes is why it did not work out

// Nothing of the starter is kept: its terminal would hang up on us, its locks would outlive it, its readers would wait for us.
FileDescriptor let_go_of_all_but(const FileDescriptor& pipe) {
    const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    FileDescriptor above(::fcntl(pipe.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));  // where none of the three stand
    if (nothing < 0 || !above) fail("open");
    if (::chdir("/") != 0) fail("chdir");
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (::dup2(nothing, stream) < 0) fail("dup2");
    const auto kept = static_cast<unsigned>(above.get());
    if (kept > STDERR_FILENO + 1 && ::close_range(STDERR_FILENO + 1, kept - 1, 0) != 0) fail("close_range");
    if (::close_range(kept + 1, ~0U, 0) != 0) fail("close_range");
    return above;
}

[[noreturn]] void live(const FileDescriptor& pipe, const Work& work) {
    FileDescriptor told(-1);
    try {
        ::setsid();
        told = let_go_of_all_but(pipe);
        work([&] {
            write_all(told, ready_mark);
            told = FileDescriptor(-1);
        });
        ::_exit(0);
    } catch (const std::exception& error) {
        const std::string_view why = error.what();
        if (told) (void)!::write(told.get(), why.data(), why.size());
        ::_exit(1);
    }
}

}  // namespace

void start_in_background(const Work& work) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("pipe2");
    const FileDescriptor heard(ends[0]);
    FileDescriptor told(ends[1]);
    const pid_t process = ::fork();
    if (process < 0) fail("fork");
    if (process == 0) live(told, work);
    { const FileDescriptor closed = std::move(told); }
    std::array<char, 256> buffer;
    const std::string_view text(buffer.data(), read_up_to(heard, buffer));
    if (text == ready_mark) return;
    ::waitpid(process, nullptr, 0);
    throw std::runtime_error(text.empty() ? "the process in the background ended" : std::string(text));
}

}  // namespace clients::cli
