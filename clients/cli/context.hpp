// What every command shares: options, language, opening the home, reporting failures.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "clients/core/messages/messages.hpp"
#include "clients/core/session/session.hpp"
#include "clients/core/session/upkeep.hpp"

namespace clients::cli {

// The exit status of every command; `nfp --help` and docs/cli.md list them.
enum class Exit : int { done = 0, refused = 1, usage = 2, untrusted = 3, try_again = 75 };

using OrderedJson = nlohmann::ordered_json;

struct Context {
    Language language = Language::en;
    std::filesystem::path home;
    std::optional<std::filesystem::path> passphrase_file;
    bool json = false;
    bool offline = false;     // the gateway is not to be asked
    Exit exit = Exit::done;   // set by the command that ran
    std::vector<std::string> notices;   // said on standard error when the command has ended

    template <class... Args>
    std::string say(Msg message, const Args&... args) const {
        return clients::say(language, message, args...);
    }
    // One line on standard output; nothing when --json was asked for.
    template <class... Args>
    void print(Msg message, const Args&... args) const {
        if (!json) std::cout << say(message, args...) << '\n';
    }
    // One line on standard error.
    template <class... Args>
    void warn(Msg message, const Args&... args) const {
        std::cerr << say(Msg::failed, say(message, args...)) << '\n';
    }
    // ASCII only, so that nothing in it acts on a terminal.
    void print_json(const OrderedJson& value) const { std::cout << value.dump(2, ' ', true) << '\n'; }
};

// How long a command waits for another one at work in the same home.
inline constexpr std::chrono::seconds lock_patience{120};

// A session with its home locked for as long as it lives.
struct OpenHome {
    HomeLock lock;
    std::unique_ptr<Session> session;   // behind a pointer: its parts refer to one another
};
// All report what went wrong and set context.exit; nothing then.
std::optional<HomeLock> lock_home(Context& context);
// With the passphrase file when one is named, else with the key that `nfp unlock` holds, else with the passphrase that is asked
// for. A carrier's home is opened by the last only.
std::optional<OpenHome> open_home(Context& context);
std::optional<OpenHome> create_home(Context& context);
std::optional<OpenHome> open_home_or_carrier(Context& context);

// What happened, why, what to do: in the person's language. Foreign text in it is made visible.
std::string explain(const Context& context, const Failure& failure);
std::string explain_code(const Context& context, std::error_code code);
std::string explain_age_code(const Context& context, std::error_code code);   // of an age file by itself, not an entry's body
std::string explain_fault(const Context& context, const std::string& fault);
// Prints it and sets the exit status that fits.
void report(Context& context, const Failure& failure);
// Did the way fail rather than the thing itself? Then the same may go well later.
bool is_worth_repeating(const Failure& failure);

// What a sync brought, and what was done unasked after it.
struct Synced {
    SyncReport report;
    Upkeep upkeep;
};
// Fetches and verifies; names what was kept aside; does what waits for somebody like this person and says so; gathers the
// notices. For commands that send: nothing when it failed (reported).
std::optional<Synced> sync_to_send(Context& context, Session& session);
// The same, its failure left to the caller to report.
std::expected<Synced, Failure> sync_and_tend(Context& context, Session& session);
// Says on standard error what was kept aside.
void name_faults(Context& context, Session& session, const SyncReport& report);
// For commands that send what people write: the same, or with --offline nothing more than that there is a register to seal for.
bool ready_to_send(Context& context, Session& session);
// For commands that read: what cannot be fetched is said, and what is here is shown. False when the gateway cannot be trusted.
bool sync_to_read(Context& context, Session& session);

// With --offline: how old the register here is, on standard error. False when there is none yet (reported).
bool say_of_what_date(Context& context, const Session& session);

// Files. Reading is bounded, to 1 MiB unless said otherwise; writing goes through a temporary name. Nothing or false when it
// failed (reported).
std::optional<std::string> read_file(Context& context, const std::filesystem::path& path);
std::optional<std::string> read_file(Context& context, const std::filesystem::path& path, std::uintmax_t bytes_max);
bool write_file(Context& context, const std::filesystem::path& path, std::string_view text, bool secret = false);

// The days and times as people here read them.
std::string shown_time(std::int64_t unix_seconds);
std::string shown_hour(std::int64_t unix_seconds);   // "14:05", by this machine's clock on the wall
std::string joined(const std::vector<std::string>& items, std::string_view between = ", ");
// How each of them is written: of handles, circles, members, keys.
std::vector<std::string> texts(const auto& items) {
    std::vector<std::string> out;
    out.reserve(items.size());
    for (const auto& item : items) out.push_back(item.text());
    return out;
}

}  // namespace clients::cli
