#include "clients/cli/error_words.hpp"

#include <charconv>
#include <string_view>

#include "clients/cli/terminal.hpp"
#include "clients/core/age_files/errc.hpp"
#include "clients/core/home/home.hpp"
#include "clients/core/messages/content_errors.hpp"
#include "clients/core/net/gateway_client.hpp"
#include "clients/core/session/failure.hpp"
#include "clients/core/store/errc.hpp"
#include "crypto/age/errc.hpp"
#include "crypto/note.hpp"
#include "protocol/errc.hpp"

namespace clients::cli {
namespace {

// The compiler refuses a switch that leaves a value out.

Msg message_of(home_errc code) {
    switch (code) {
        case home_errc::no_home: return Msg::home_no_home;
        case home_errc::home_exists: return Msg::home_home_exists;
        case home_errc::wrong_passphrase: return Msg::home_wrong_passphrase;
        case home_errc::damaged_home: return Msg::home_damaged_home;
        case home_errc::insecure_permissions: return Msg::home_insecure_permissions;
        case home_errc::newer_version: return Msg::home_newer_version;
        case home_errc::locked_by_other: return Msg::home_locked_by_other;
        case home_errc::holder_silent: return Msg::home_holder_silent;
        case home_errc::not_a_backup: return Msg::home_not_a_backup;
        case home_errc::folder_not_empty: return Msg::home_folder_not_empty;
    }
    return Msg::failed_for_no_known_reason;
}

Msg message_of(store_errc code) {
    switch (code) {
        case store_errc::disk_full: return Msg::store_disk_full;
        case store_errc::in_use: return Msg::store_in_use;
        case store_errc::not_writable: return Msg::store_not_writable;
        case store_errc::damaged: return Msg::store_damaged;
        case store_errc::newer_version: return Msg::store_newer_version;
        case store_errc::disk_error: return Msg::store_disk_error;
        case store_errc::no_memory: return Msg::store_no_memory;
        case store_errc::unexpected: return Msg::store_unexpected;
    }
    return Msg::failed_for_no_known_reason;
}

Msg message_of(terminal_errc code) {
    switch (code) {
        case terminal_errc::no_passphrase_file: return Msg::terminal_no_passphrase_file;
        case terminal_errc::passphrase_file_readable: return Msg::terminal_passphrase_file_readable;
        case terminal_errc::passphrase_empty: return Msg::terminal_passphrase_empty;
        case terminal_errc::passphrase_too_long: return Msg::terminal_passphrase_too_long;
        case terminal_errc::passphrase_too_short: return Msg::terminal_passphrase_too_short;
        case terminal_errc::passphrases_differ: return Msg::terminal_passphrases_differ;
        case terminal_errc::input_ended: return Msg::terminal_input_ended;
        case terminal_errc::no_terminal: return Msg::terminal_no_terminal;
    }
    return Msg::failed_for_no_known_reason;
}

Msg message_of(net_errc code) {
    switch (code) {
        case net_errc::unreachable: return Msg::net_unreachable;
        case net_errc::timed_out: return Msg::net_timed_out;
        case net_errc::pin_mismatch: return Msg::net_pin_mismatch;
        case net_errc::closed: return Msg::net_closed;
        case net_errc::malformed_answer: return Msg::net_malformed_answer;
        case net_errc::too_large: return Msg::net_too_large;
        case net_errc::refused: return Msg::net_refused;
        case net_errc::proxy_setting: return Msg::net_proxy_setting;
        case net_errc::proxy_needs_login: return Msg::net_proxy_needs_login;
        case net_errc::proxy_refused: return Msg::net_proxy_refused;
        case net_errc::proxy_malformed: return Msg::net_proxy_malformed;
        case net_errc::upgrade_refused: return Msg::net_upgrade_refused;
        case net_errc::stream_ended: return Msg::net_stream_ended;
        case net_errc::going_away: return Msg::net_going_away;
        case net_errc::stopped: return Msg::net_stopped;
    }
    return Msg::failed_for_no_known_reason;
}

Msg message_of(session_errc code) {
    switch (code) {
        case session_errc::no_identity: return Msg::session_no_identity;
        case session_errc::not_admitted: return Msg::session_not_admitted;
        case session_errc::network_mismatch: return Msg::session_network_mismatch;
        case session_errc::register_shrank: return Msg::session_register_shrank;
        case session_errc::update_needed: return Msg::session_update_needed;
        case session_errc::clock_off: return Msg::session_clock_off;
        case session_errc::unknown_reference: return Msg::session_unknown_reference;
        case session_errc::ambiguous_reference: return Msg::session_ambiguous_reference;
        case session_errc::not_a_request: return Msg::session_not_a_request;
        case session_errc::words_mismatch: return Msg::session_words_mismatch;
        case session_errc::not_invited: return Msg::session_not_invited;
        case session_errc::no_secret: return Msg::session_no_secret;
        case session_errc::invitation_outdated: return Msg::session_invitation_outdated;
        case session_errc::draft_waits: return Msg::session_draft_waits;
        case session_errc::draft_refused: return Msg::session_draft_refused;
        case session_errc::seat_unconfirmed: return Msg::session_seat_unconfirmed;
        case session_errc::no_alarm: return Msg::session_no_alarm;
        case session_errc::no_proposal: return Msg::session_no_proposal;
        case session_errc::not_a_text: return Msg::session_not_a_text;
        case session_errc::nothing_to_consent: return Msg::session_nothing_to_consent;
        case session_errc::no_enrolment: return Msg::session_no_enrolment;
        case session_errc::wrong_sheet: return Msg::session_wrong_sheet;
        case session_errc::no_sheet: return Msg::session_no_sheet;
        case session_errc::register_incomplete: return Msg::session_register_incomplete;
        case session_errc::asked_offline: return Msg::session_asked_offline;
        case session_errc::carrier_home: return Msg::session_carrier_home;
        case session_errc::nothing_carried: return Msg::session_nothing_carried;
        case session_errc::bundle_not_mine: return Msg::session_bundle_not_mine;
        case session_errc::bundle_ahead: return Msg::session_bundle_ahead;
    }
    return Msg::failed_for_no_known_reason;
}

Msg message_of(crypto::age::errc code) {
    using crypto::age::errc;
    switch (code) {
        case errc::malformed_header: return Msg::age_malformed_header;
        case errc::no_matching_identity: return Msg::age_no_matching_identity;
        case errc::header_mac_mismatch: return Msg::age_header_mac_mismatch;
        case errc::payload_tampered: return Msg::age_payload_tampered;
        case errc::payload_truncated: return Msg::age_payload_truncated;
        case errc::malformed_key: return Msg::age_malformed_key;
        case errc::invalid_recipient: return Msg::age_invalid_recipient;
        case errc::mixed_recipients: return Msg::age_mixed_recipients;
        case errc::malformed_armor: return Msg::age_malformed_armor;
        case errc::excessive_work: return Msg::age_excessive_work;
        case errc::too_many_recipients: return Msg::age_too_many_recipients;
    }
    return Msg::failed_for_no_known_reason;
}

Msg message_of(age_files::errc code) {
    using age_files::errc;
    switch (code) {
        case errc::ssh_key: return Msg::age_files_ssh_key;
        case errc::plugin_key: return Msg::age_files_plugin_key;
        case errc::not_a_recipient: return Msg::age_files_not_a_recipient;
        case errc::not_an_identity: return Msg::age_files_not_an_identity;
        case errc::identity_as_recipient: return Msg::age_files_identity_as_recipient;
        case errc::no_keys: return Msg::age_files_no_keys;
        case errc::key_file_too_large: return Msg::age_files_key_file_too_large;
        case errc::passphrase_needed: return Msg::age_files_passphrase_needed;
        case errc::identity_needed: return Msg::age_files_identity_needed;
        case errc::wrong_passphrase: return Msg::age_files_wrong_passphrase;
        case errc::binary_to_terminal: return Msg::age_files_binary_to_terminal;
        case errc::too_large_for_terminal: return Msg::age_files_too_large_for_terminal;
    }
    return Msg::failed_for_no_known_reason;
}

Msg message_of(crypto::note::errc code) {
    using crypto::note::errc;
    switch (code) {
        case errc::malformed_note: return Msg::note_malformed_note;
        case errc::malformed_key: return Msg::note_malformed_key;
        case errc::signature_mismatch: return Msg::note_signature_mismatch;
        case errc::unknown_signer: return Msg::note_unknown_signer;
    }
    return Msg::failed_for_no_known_reason;
}

// What the operating system refused.
Msg message_of_system(std::error_code code) {
    if (code == std::errc::no_space_on_device) return Msg::store_disk_full;
    if (code == std::errc::io_error) return Msg::store_disk_error;
    for (const auto denied : {std::errc::permission_denied, std::errc::operation_not_permitted, std::errc::read_only_file_system})
        if (code == denied) return Msg::system_not_permitted;
    return Msg::system_refused;
}

template <class Errc>
const std::error_category& category_of() {
    return make_error_code(Errc{1}).category();
}

// The code as a value of that enumeration, if it is one.
template <class Errc>
std::optional<Msg> as(std::error_code code) {
    if (code.category() != category_of<Errc>()) return std::nullopt;
    return message_of(static_cast<Errc>(code.value()));
}

}  // namespace

std::optional<Msg> message_for(std::error_code code) {
    if (const auto known = protocol::as_protocol_errc(code))
        return find_message("protocol_" + std::string(protocol::errc_name(*known)));
    if (code.category() == category_of<protocol::content::errc>())
        return clients::message_for(static_cast<protocol::content::errc>(code.value()));
    for (const auto look : {as<home_errc>, as<store_errc>, as<terminal_errc>, as<net_errc>, as<session_errc>,
                            as<crypto::age::errc>, as<age_files::errc>, as<crypto::note::errc>})
        if (const auto found = look(code)) return found;
    return std::nullopt;
}

std::string words_for(Language language, const std::exception& thrown) {
    const auto* coded = dynamic_cast<const std::system_error*>(&thrown);
    if (!coded) return say(language, Msg::failed_unexpectedly, visible_line(thrown.what()));
    const auto* of_store = dynamic_cast<const StoreError*>(&thrown);
    const auto message = message_for(coded->code()).value_or(message_of_system(coded->code()));
    return say(language, Msg::failed_with_detail, say(language, message, "…"),
               visible_line(of_store ? of_store->detail() : thrown.what()));
}

std::optional<std::error_code> code_of_fault(const std::string& fault) {
    if (const auto known = protocol::errc_from_name(fault)) return make_error_code(*known);
    const auto colon = fault.rfind(':');
    int value = 0;
    const auto [end, error] = std::from_chars(fault.data() + (colon == std::string::npos ? fault.size() : colon + 1),
                                              fault.data() + fault.size(), value);
    if (error != std::errc{} || end != fault.data() + fault.size()) return std::nullopt;
    for (const auto* category : {&category_of<protocol::content::errc>(), &category_of<crypto::age::errc>()})
        if (std::string_view(fault).substr(0, colon) == category->name()) return std::error_code(value, *category);
    return std::nullopt;
}

}  // namespace clients::cli
