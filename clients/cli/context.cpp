#include "clients/cli/context.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <fstream>
#include <sstream>
#include <system_error>

#include "clients/cli/limits.hpp"
#include "clients/cli/notices.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/cli/upkeep_words.hpp"
#include "clients/core/home/key_holder.hpp"
#include "clients/core/session/carrying.hpp"
#include "clients/core/session/courier.hpp"
#include "protocol/content/calendar.hpp"

namespace clients::cli {
namespace {

constexpr std::int64_t day_s = 86'400;

// The system says it in the language of its own settings; this in the person's.
std::string system_words(const Context& context, int error) {
    switch (error) {
        case ENOENT:
        case ENOTDIR: return context.say(Msg::file_absent);
        case EACCES:
        case EPERM:
        case EROFS: return context.say(Msg::file_not_permitted);
        case EISDIR: return context.say(Msg::file_is_folder);
        case EFBIG: return context.say(Msg::file_too_large);
        case ENOSPC:
        case EDQUOT: return context.say(Msg::file_disk_full);
        default: return context.say(Msg::file_error, error);
    }
}

void report_code(Context& context, std::error_code code) {
    report(context, {.code = code, .problem = {}, .detail = {}});
}

std::optional<OpenHome> with_lock(Context& context, std::expected<Home, std::error_code> home) {
    if (!home) {
        report_code(context, home.error());
        return std::nullopt;
    }
    auto lock = lock_home(context);
    if (!lock) return std::nullopt;
    const std::string language(protocol::content::code(context.language));
    return OpenHome{.lock = std::move(*lock), .session = std::make_unique<Session>(std::move(*home), language)};
}

// Nothing when none is held, or one from before the passphrase was changed: then the person is asked.
std::optional<Home> unlocked_home(const Context& context) {
    const auto key = held_key(context.home);
    auto home = key ? Home::open(context.home, *key) : std::unexpected(std::error_code());
    return home ? std::optional(*std::move(home)) : std::nullopt;
}

}  // namespace

std::optional<HomeLock> lock_home(Context& context) {
    auto lock = HomeLock::acquire(context.home, lock_patience, [&] { context.warn(Msg::waiting_for_home); });
    if (lock) return *std::move(lock);
    report_code(context, lock.error());
    return std::nullopt;
}

std::optional<OpenHome> open_home(Context& context) {
    auto open = open_home_or_carrier(context);
    if (!open || !is_carrier(open->session->store())) return open;
    report_code(context, session_errc::carrier_home);
    return std::nullopt;
}

std::optional<OpenHome> open_home_or_carrier(Context& context) {
    if (!context.passphrase_file)
        if (auto home = unlocked_home(context)) return with_lock(context, *std::move(home));
    if (const auto error = Home::check(context.home)) {   // nobody types a passphrase for nothing
        report_code(context, error);
        return std::nullopt;
    }
    const auto passphrase = read_passphrase(context.say(Msg::ask_passphrase), context.passphrase_file);
    if (!passphrase) {
        report_code(context, passphrase.error());
        return std::nullopt;
    }
    return with_lock(context, Home::open(context.home, *passphrase));
}

std::optional<OpenHome> create_home(Context& context) {
    const auto passphrase = read_new_passphrase(context.say(Msg::ask_new_passphrase), context.say(Msg::ask_passphrase_again),
                                                context.passphrase_file);
    if (!passphrase) {
        report_code(context, passphrase.error());
        return std::nullopt;
    }
    return with_lock(context, Home::create(context.home, *passphrase));
}

void name_faults(Context& context, Session& session, const SyncReport& report) {
    for (const std::uint64_t index : report.faults) {
        const auto stored = session.store().entry_at(index);
        const auto entry = stored ? protocol::parse_entry(stored->entry, stored->delivered)
                                  : std::unexpected(make_error_code(protocol::errc::malformed_entry));
        const std::string kind = entry ? entry->header.kind : "?";
        const std::string author = entry ? entry->header.author.text() : "?";
        context.warn(Msg::fault_line, index, kind, author, explain_fault(context, stored ? stored->fault : std::string()));
    }
}

std::expected<Synced, Failure> sync_and_tend(Context& context, Session& session) {
    if (context.offline) return fail(session_errc::asked_offline);
    auto synced = [&] {
        const Progress progress(context.say(Msg::progress_sync));
        return session.sync();
    }();
    if (!synced) return std::unexpected(synced.error());
    name_faults(context, session, *synced);
    auto upkeep = tend_aloud(context, session);
    if (!upkeep) return std::unexpected(upkeep.error());
    context.notices = notice_lines(context, session);
    return Synced{.report = std::move(*synced), .upkeep = std::move(*upkeep)};
}

std::optional<Synced> sync_to_send(Context& context, Session& session) {
    auto synced = sync_and_tend(context, session);
    if (synced) return std::move(*synced);
    report(context, synced.error());
    return std::nullopt;
}

bool say_of_what_date(Context& context, const Session& session) {
    if (const auto time = checkpoint_time(session)) {
        const auto days = std::max<std::int64_t>(0, unix_now() - *time) / day_s;
        std::cerr << context.say(Msg::offline_of_date, shown_time(*time), days) << '\n';
        return true;
    }
    report_code(context, session.joined() ? session_errc::register_incomplete : session_errc::no_identity);
    return false;
}

namespace {

// What everybody is to know is known here too, as far as a carrier has brought it.
bool go_on_offline(Context& context, Session& session) {
    if (!say_of_what_date(context, session)) return false;
    context.notices = notice_lines(context, session);
    return true;
}

}  // namespace

bool ready_to_send(Context& context, Session& session) {
    return context.offline ? go_on_offline(context, session) : sync_to_send(context, session).has_value();
}

bool sync_to_read(Context& context, Session& session) {
    if (context.offline) return go_on_offline(context, session);
    if (sync_to_send(context, session)) return true;
    // What is here is still worth reading, unless what was fetched is a lie: then nothing goes on as if it were not.
    if (context.exit == Exit::untrusted || !session.state().founded()) return false;
    context.exit = Exit::done;
    return true;
}

std::optional<std::string> read_file(Context& context, const std::filesystem::path& path) {
    return read_file(context, path, limits::file_bytes_max);
}

std::optional<std::string> read_file(Context& context, const std::filesystem::path& path, std::uintmax_t bytes_max) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    std::ifstream in(path, std::ios::binary);
    if (error || !in || size > bytes_max) {
        const int why = error ? error.value() : in ? EFBIG : errno;
        context.warn(Msg::cannot_read_file, visible_line(path.string()), system_words(context, why));
        context.exit = Exit::usage;
        return std::nullopt;
    }
    std::ostringstream text;
    text << in.rdbuf();
    return std::move(text).str();
}

bool write_file(Context& context, const std::filesystem::path& path, std::string_view text, bool secret) {
    const auto temporary = path.string() + ".part";
    ::unlink(temporary.c_str());
    // O_EXCL and O_NOFOLLOW: never through a link that somebody else laid there.
    const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, secret ? 0600 : 0644);
    bool ok = file >= 0;
    for (std::string_view rest = text; ok && !rest.empty();) {
        const auto written = ::write(file, rest.data(), rest.size());
        if (written > 0) rest.remove_prefix(static_cast<std::size_t>(written));
        else ok = written < 0 && errno == EINTR;
    }
    ok = ok && ::fsync(file) == 0;
    const int why = errno;
    if (file >= 0) ::close(file);
    if (ok && std::rename(temporary.c_str(), path.c_str()) == 0) return true;
    context.warn(Msg::cannot_write_file, visible_line(path.string()), system_words(context, ok ? errno : why));
    context.exit = Exit::refused;
    return false;
}

std::string shown_time(std::int64_t unix_seconds) { return protocol::content::format_in_strasbourg(unix_seconds); }

std::string shown_hour(std::int64_t unix_seconds) {
    std::tm local{};
    const auto time = static_cast<std::time_t>(unix_seconds);
    if (!::localtime_r(&time, &local)) throw std::system_error(errno, std::generic_category(), "localtime_r");
    char text[8];
    return {text, std::strftime(text, sizeof text, "%H:%M", &local)};
}

std::string joined(const std::vector<std::string>& items, std::string_view between) {
    std::string out;
    for (const auto& item : items) {
        if (!out.empty()) out += between;
        out += item;
    }
    return out;
}

}  // namespace clients::cli
