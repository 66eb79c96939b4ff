// The asking side of key_holder.hpp.
#include <fcntl.h>

#include <cerrno>

#include "clients/core/home/holder_packets.hpp"
#include "clients/core/home/key_holder.hpp"
#include "clients/core/home/limits.hpp"
#include "clients/core/home/local_socket.hpp"

namespace clients {
namespace {

std::expected<FileDescriptor, std::error_code> connect_to_holder(const std::filesystem::path& home) {
    const FileDescriptor folder(::open(home.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder) return std::unexpected(std::error_code(errno, std::system_category()));
    return connect_to(folder, holder::socket_name, holder_answer_deadline);
}

bool is_nobody_there(std::error_code error) {
    return error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory ||
           error == std::errc::connection_refused;
}

// Exactly that many bytes, in memory that wipes itself; nothing when the answer is another, or none.
std::optional<crypto::SecretBytes> ask(const FileDescriptor& socket, std::string_view request, std::size_t answer_bytes) {
    if (!send_packet(socket, crypto::as_bytes(request))) return std::nullopt;
    crypto::SecretBytes answer(answer_bytes);
    if (receive_packet(socket, answer, holder_answer_deadline) != answer_bytes) return std::nullopt;
    return answer;
}

}  // namespace

std::optional<PassphraseKey> held_key(const std::filesystem::path& home) {
    const auto socket = connect_to_holder(home);
    const auto answer = socket ? ask(*socket, holder::give_key, PassphraseKey::bytes_count) : std::nullopt;
    if (!answer) return std::nullopt;
    return PassphraseKey(std::span<const std::uint8_t, PassphraseKey::bytes_count>(*answer));
}

std::optional<std::chrono::seconds> held_for(const std::filesystem::path& home) {
    const auto socket = connect_to_holder(home);
    const auto answer = socket ? ask(*socket, holder::give_time, sizeof(std::uint64_t)) : std::nullopt;
    if (!answer) return std::nullopt;
    std::uint64_t seconds = 0;
    for (const std::uint8_t byte : *answer) seconds = seconds << 8 | byte;
    if (seconds > static_cast<std::uint64_t>(unlock_time_max.count())) return std::nullopt;
    return std::chrono::seconds(seconds);
}

std::expected<bool, std::error_code> end_holder(const std::filesystem::path& home) {
    if (const auto socket = connect_to_holder(home)) {
        if (ask(*socket, holder::end, holder::ended.size())) return true;
    } else if (is_nobody_there(socket.error())) {
        return false;
    }
    // No answer. Gone all the same, when its time was over just now.
    const auto again = connect_to_holder(home);
    if (!again && is_nobody_there(again.error())) return true;
    return std::unexpected(make_error_code(home_errc::holder_silent));
}

}  // namespace clients
