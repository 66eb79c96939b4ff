// Failures in words: one catalogue message for each error code of each layer, found by its name.
#include <algorithm>

#include "clients/cli/context.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/core/age_files/errc.hpp"
#include "clients/core/messages/content_errors.hpp"
#include "crypto/age/errc.hpp"
#include "crypto/note.hpp"
#include "protocol/content/calendar.hpp"
#include "protocol/errc.hpp"

namespace clients::cli {
namespace {

std::optional<Msg> find_message(std::string name) {
    std::ranges::replace(name, '-', '_');
    const auto found = std::ranges::find(catalogue, name, &Message::name);
    if (found == catalogue.end()) return std::nullopt;
    return static_cast<Msg>(found - catalogue.begin());
}

// The enumerators of the client's own categories, by the names that the catalogue uses.
constexpr std::array home_names{"no_home", "home_exists", "wrong_passphrase", "damaged_home", "insecure_permissions", "newer_version", "locked_by_other"};
constexpr std::array terminal_names{"no_passphrase_file", "passphrase_file_readable", "passphrase_empty", "passphrase_too_long",
                                    "passphrase_too_short", "passphrases_differ", "input_ended", "no_terminal"};
constexpr std::array net_names{"unreachable", "timed_out", "pin_mismatch", "closed", "malformed_answer", "too_large", "refused"};
constexpr std::array age_names{"malformed_header", "no_matching_identity", "header_mac_mismatch", "payload_tampered",
                               "payload_truncated", "malformed_key", "invalid_recipient", "mixed_recipients", "malformed_armor", "excessive_work",
                               "too_many_recipients"};
constexpr std::array age_files_names{"ssh_key", "plugin_key", "not_a_recipient", "not_an_identity", "identity_as_recipient",
                                     "no_keys", "key_file_too_large", "passphrase_needed", "identity_needed", "wrong_passphrase",
                                     "binary_to_terminal", "too_large_for_terminal"};
constexpr std::array session_names{"no_identity", "not_admitted", "network_mismatch", "register_shrank", "update_needed", "clock_off",
                                   "unknown_reference", "ambiguous_reference", "not_a_request", "words_mismatch", "not_invited", "no_secret"};

template <std::size_t N>
std::optional<Msg> by_value(std::string_view prefix, const std::array<const char*, N>& names, int value) {
    if (value < 1 || static_cast<std::size_t>(value) > N) return std::nullopt;
    return find_message(std::string(prefix) + names[static_cast<std::size_t>(value) - 1]);
}

bool is_untrusted(std::error_code code) {
    return code == protocol::errc::receipt_invalid || code == protocol::errc::membership_mismatch ||
           code == protocol::errc::broken_link || code == protocol::errc::broken_numbers ||
           code == protocol::errc::time_runs_backwards || code == session_errc::register_shrank ||
           code == session_errc::network_mismatch || code == net_errc::pin_mismatch ||
           code.category() == make_error_code(crypto::note::errc::malformed_note).category();
}

bool is_passing(const Failure& failure) {
    if (failure.problem) return failure.problem->status >= 500;
    return failure.code == net_errc::unreachable || failure.code == net_errc::timed_out || failure.code == net_errc::closed ||
           failure.code == net_errc::refused || failure.code == session_errc::not_admitted;
}

}  // namespace

std::string explain_age_code(const Context& context, std::error_code code) {
    std::optional<Msg> message;
    if (code.category() == make_error_code(crypto::age::errc::malformed_header).category())
        message = by_value("age_", age_names, code.value());
    if (code.category() == make_error_code(age_files::errc::ssh_key).category())
        message = by_value("age_files_", age_files_names, code.value());
    return message ? context.say(*message) : explain_code(context, code);
}

std::string explain_code(const Context& context, std::error_code code) {
    if (const auto known = protocol::as_protocol_errc(code))
        if (const auto message = find_message("protocol_" + std::string(protocol::errc_name(*known)))) return context.say(*message);
    const auto& category = code.category();
    std::optional<Msg> message;
    if (category == make_error_code(home_errc::no_home).category())
        return context.say(*by_value("home_", home_names, code.value()), visible_line(context.home.string()));
    if (category == make_error_code(terminal_errc::input_ended).category()) message = by_value("terminal_", terminal_names, code.value());
    if (category == make_error_code(net_errc::closed).category()) message = by_value("net_", net_names, code.value());
    if (category == make_error_code(session_errc::no_identity).category()) message = by_value("session_", session_names, code.value());
    if (category == make_error_code(crypto::note::errc::malformed_note).category()) message = Msg::note_failed;
    if (category == make_error_code(crypto::age::errc::malformed_header).category())
        return context.say(Msg::age_failed, explain_age_code(context, code));
    if (message) return context.say(*message);
    return visible_line(code.message());
}

std::string explain_fault(const Context& context, const std::string& fault) {
    if (const auto known = protocol::errc_from_name(fault)) return explain_code(context, *known);
    return visible_line(fault);
}

std::string explain(const Context& context, const Failure& failure) {
    std::string text = explain_code(context, failure.code);
    if (failure.code == session_errc::clock_off) {
        const auto space = failure.detail.find(' ');
        const std::int64_t here = std::stoll(failure.detail.substr(0, space));
        const std::int64_t there = std::stoll(failure.detail.substr(space + 1));
        return context.say(Msg::failed_with_detail, text,
                           context.say(Msg::session_clocks, protocol::content::format_utc(here), protocol::content::format_utc(there), here - there));
    }
    const auto known = failure.problem && failure.code == net_errc::refused ? find_message("problem_" + failure.problem->name) : std::nullopt;
    if (known) text = context.say(*known);
    else if (!failure.detail.empty()) text = context.say(Msg::failed_with_detail, text, visible_line(failure.detail));
    if (failure.problem) {
        const auto name = visible_line(failure.problem->name);
        text = context.say(Msg::failed_at_gateway, context.say(Msg::failed_with_detail, text, name));
    }
    return text;
}

void report(Context& context, const Failure& failure) {
    const std::string text = explain(context, failure);
    if (is_untrusted(failure.code)) {
        context.warn(Msg::untrusted, text);
        context.exit = Exit::untrusted;
        return;
    }
    std::cerr << context.say(Msg::failed, text) << '\n';
    context.exit = is_passing(failure) ? Exit::try_again : Exit::refused;
}

}  // namespace clients::cli
