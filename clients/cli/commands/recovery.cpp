// recovery make|end|open; recover
#include <charconv>

#include "clients/cli/commands/command.hpp"
#include "clients/cli/notices.hpp"
#include "clients/cli/recovery_words.hpp"
#include "clients/cli/sending.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/cli/upkeep_words.hpp"
#include "clients/core/files/new_folder.hpp"
#include "clients/core/recovery/error_text.hpp"
#include "clients/core/recovery/page.hpp"
#include "clients/core/session/recovering.hpp"
#include "clients/core/session/recovery_sheets.hpp"
#include "crypto/encoding.hpp"
#include "crypto/random.hpp"

namespace clients::cli {
namespace {

using namespace protocol;
using crypto::recovery::RecoverySecret;
using crypto::recovery::Threshold;

// The first 128 bits of a network's id, to be compared by eye.
std::string comparable(const NetworkId& network) {
    const std::string digits = id_text(network).substr(0, 32);
    std::string out;
    for (std::size_t at = 0; at < digits.size(); at += 4) out += (at ? " " : "") + digits.substr(at, 4);
    return out;
}

class RecoveryCommands final : public Command {
public:
    RecoveryCommands(CLI::App& app, Context& context) : Command(context) {
        CLI::App* recovery = app.add_subcommand("recovery", context_.say(Msg::help_recovery))->require_subcommand(1);
        CLI::App* make = declare(*recovery, "make", Msg::help_recovery_make, [this] { this->make(); });
        make->add_option("--holders", holders_, context_.say(Msg::help_recovery_holders))->delimiter(',');
        make->add_option("--split", split_, context_.say(Msg::help_recovery_split));
        make->add_option("-o,--output", folder_, context_.say(Msg::help_recovery_folder))->required();
        add_sending(*make);
        add_sending(*declare(*recovery, "end", Msg::help_recovery_end, [this] { end(); }));
        CLI::App* open = declare(*recovery, "open", Msg::help_recovery_open, [this] { this->open(); });
        add_words(*open);
        add_sending(*open);

        CLI::App* recover = declare(app, "recover", Msg::help_recover, [this] { this->recover(); });
        recover->add_option("--gateway", gateway_, context_.say(Msg::help_gateway));
        recover->add_option("--pin", pin_, context_.say(Msg::help_pin));
        recover->add_option("--as", handle_, context_.say(Msg::help_recover_as));
        recover->add_option("--network", network_, context_.say(Msg::help_recover_network));
        add_words(*recover);
    }

private:
    void add_sending(CLI::App& command) {
        command.add_flag("--yes", options_.yes, context_.say(Msg::help_yes));
        command.add_flag("--dry-run", options_.dry_run, context_.say(Msg::help_dry_run));
    }
    void add_words(CLI::App& command) {
        command.add_option("--words-file", words_files_, context_.say(Msg::help_recovery_words))->allow_extra_args(false);
    }
    void usage(const std::string& words) {
        std::cerr << context_.say(Msg::failed, words) << '\n';
        context_.exit = Exit::usage;
    }

    // ---- recovery make ----

    std::optional<std::vector<Handle>> holders() {
        std::vector<Handle> out;
        for (const auto& text : holders_) {
            const auto handle = Handle::parse(text);
            if (!handle) return usage(context_.say(Msg::bad_handle, visible_line(text))), std::nullopt;
            out.push_back(*handle);
        }
        return out;
    }

    // "2/3". False: not well-formed (said).
    bool parse_split(std::optional<Threshold>& out) {
        if (split_.empty()) return true;
        std::size_t needed = 0, total = 0;
        const char* const end = split_.data() + split_.size();
        const auto first = std::from_chars(split_.data(), end, needed);
        const bool slash = first.ec == std::errc{} && first.ptr != end && *first.ptr == '/';
        const auto second = slash ? std::from_chars(first.ptr + 1, end, total) : first;
        const auto threshold = slash && second.ec == std::errc{} && second.ptr == end
                                   ? Threshold::of(needed, total)
                                   : std::unexpected(make_error_code(crypto::recovery::errc::invalid_threshold));
        if (!threshold) return usage(recovery::describe(context_.language, crypto::recovery::errc::invalid_threshold)), false;
        out = *threshold;
        return true;
    }

    std::vector<recovery::Sheet> sheets(const Session& session, const RecoverySecret& secret,
                                        const std::optional<Threshold>& split) const {
        const Member member = session.identity().handle.member();
        const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
        const recovery::Heading heading{.network = session.state().genesis().name,
                                        .member = member_name(context_, member) + " (" + member.text() + ")",
                                        .date = content::Date(today),
                                        .network_id = comparable(session.state().network())};
        if (split) return recovery::part_sheets(heading, secret, *split);
        std::vector<recovery::Sheet> out;
        out.push_back(recovery::whole_sheet(heading, secret));
        return out;
    }

    // All of them or none.
    bool write(const std::vector<recovery::Sheet>& sheets) {
        auto folder = NewFolder::create(folder_);
        std::error_code error = folder ? std::error_code{} : folder.error();
        for (const auto& sheet : sheets) {
            if (error) break;
            const std::string name = sheet.part ? "recovery-part-" + std::to_string(sheet.part->number) : "recovery";
            const auto path = folder->path() / name;
            error = recovery::write_page(path.string() + ".txt", text_page(sheet, context_.language, recovery::Medium::paper));
            if (!error) error = recovery::write_page(path.string() + ".svg", svg_page(sheet, context_.language));
        }
        if (!error) error = folder->commit();
        if (!error) return true;
        context_.warn(Msg::cannot_write_file, visible_line(folder_), explain_code(context_, error));
        context_.exit = Exit::refused;
        return false;
    }

    void make() {
        const auto wanted = holders();
        std::optional<Threshold> split;
        if (!wanted || !parse_split(split)) return;
        auto open = open_home(context_);
        if (!open || !sync_to_send(context_, *open->session)) return;
        Session& session = *open->session;
        const auto secret = crypto::random_secret<RecoverySecret>();
        const auto key = derive_key(secret).public_key();
        Keyring made;
        const auto planned = plan_sheet(session, key, *wanted, made);
        if (!planned) return report(context_, planned.error());
        const Recovery& recovery = *planned->state().find_recovery(planned->batch().front().id);
        const auto names = texts(recovery.holders);
        (options_.dry_run && !context_.json ? std::cout : std::cerr)
            << context_.say(Msg::recovery_plan, member_name(context_, recovery.member), joined(names)) << '\n';
        if (!may_send(context_, options_, Msg::ask_recovery_make, Msg::not_sent, {{"dry_run", true}, {"holders", names}})) return;

        // On disk before it is the state's: a key that nobody has on paper must never be in force.
        if (!write(sheets(session, secret, split))) return;
        const auto sent = session.send(*planned, nullptr, std::move(made));
        if (!sent) return say_not_in_force(sent.error());
        const auto index = sent->receipts.front().index;
        const auto number = fingerprint(key).text();
        if (context_.json) context_.print_json({{"index", index}, {"number", number}, {"folder", folder_}, {"holders", names}});
        context_.print(Msg::recovery_made, number, visible_line(folder_), index);
        context_.print(Msg::recovery_made_next);
        renew(session);
    }

    // What waits in the outbox counts yet. Nobody signs a refusal, and a key in force without paper would be lost: the sheets
    // stay.
    void say_not_in_force(const Failure& failure) {
        report(context_, failure);
        context_.warn(is_passing(failure) ? Msg::recovery_waits : Msg::recovery_void, visible_line(folder_));
    }

    // The circles that are closed since a sheet ended get their next epochs. False: the gateway was lost (reported).
    bool renew(Session& session) {
        if (const auto synced = session.sync(); !synced) return report(context_, synced.error()), false;
        const auto tended = tend_aloud(context_, session, closed_circles(session));
        if (!tended) return report(context_, tended.error()), false;
        context_.notices = notice_lines(context_, session);
        return true;
    }

    // ---- recovery end ----

    void end() {
        auto open = open_home(context_);
        if (!open || !sync_to_send(context_, *open->session)) return;
        std::cerr << context_.say(Msg::recovery_end_plan) << '\n';
        if (!may_send(context_, options_, Msg::ask_recovery_end, Msg::not_sent, {{"dry_run", true}})) return;
        const auto sent = end_sheet(*open->session);
        if (!sent) return report(context_, sent.error());
        const auto index = sent->receipts.front().index;
        if (context_.json) context_.print_json({{"index", index}});
        context_.print(Msg::recovery_ended, index);
        renew(*open->session);
    }

    // ---- recovery open ----

    void open() {
        auto open = open_home(context_);
        if (!open || !sync_to_send(context_, *open->session)) return;
        const auto secret = read_recovery_secret(context_, words_files_);
        if (!secret) return;
        if (!may_send(context_, options_, Msg::ask_recovery_open, Msg::not_sent, {{"dry_run", true}})) return;
        const auto restored = open_past(*open->session, *secret);
        if (!restored) return report(context_, restored.error());
        if (renew(*open->session)) say(*open->session, *restored);
    }

    // ---- recover ----

    std::optional<Lost> lost() {
        const auto pin = crypto::fixed<32>(crypto::hex_decode(pin_));
        const auto handle = Handle::parse(handle_);
        if (!pin) return usage(context_.say(Msg::bad_pin)), std::nullopt;
        if (!handle) return usage(context_.say(Msg::bad_handle, visible_line(handle_))), std::nullopt;
        return Lost{.gateway = gateway_, .pin = *pin, .handle = *handle};
    }

    void recover() {
        const bool exists = std::filesystem::exists(context_.home / "home.json");
        if (!exists) return begin({});
        auto open = open_home(context_);
        if (!open) return;
        if (recovery_begun(*open->session)) {
            // Refused before, and told where and whose again: with the words, which may be others.
            const bool anew = recovery_refused(*open->session) && !gateway_.empty();
            if (!anew) return finish(*open->session, resume_recovery(*open->session));
        } else if (open->session->joined())
            return report(context_, {.code = home_errc::home_exists, .problem = {}, .detail = {}});
        begin(std::move(open));
    }

    void begin(std::optional<OpenHome> open) {
        const auto who = lost();
        if (!who) return;
        const auto secret = read_recovery_secret(context_, words_files_);
        if (!secret) return;
        const auto place = find_recovery(*who, *secret, std::string(content::code(context_.language)));
        if (!place) return report(context_, place.error());
        if (!is_right_network(place->network)) return;
        if (!open) open = create_home(context_);
        if (open) finish(*open->session, clients::recover(*open->session, *who, *place, *secret));
    }

    // A gateway that is not ours could show a register of its own making: the sheet says which network is meant.
    bool is_right_network(const NetworkId& network) {
        const std::string shown = comparable(network);
        if (network_.empty()) {
            if (confirm(context_.say(Msg::ask_recovery_network, shown))) return true;
        } else {
            std::string digits = network_;
            std::erase(digits, ' ');
            if (digits.size() >= 32 && id_text(network).starts_with(digits)) return true;
        }
        context_.warn(Msg::recovery_other_network, shown);
        context_.exit = Exit::untrusted;
        return false;
    }

    void finish(Session& session, const std::expected<Restored, Failure>& restored) {
        if (!restored) return report(context_, restored.error());
        if (renew(session)) say(session, *restored);
    }

    void say(Session& session, const Restored& restored) {
        const auto unopened = session.view().unopened.size();
        if (context_.json)
            return context_.print_json({{"handle", session.identity().handle.text()}, {"entries", restored.entries},
                                        {"opened", restored.opened}, {"keys", session.keyring().size()}, {"unopened", unopened}});
        context_.print(Msg::recovered, session.identity().handle.text(), restored.entries, restored.opened,
                       session.keyring().size());
        if (unopened > 0) context_.print(Msg::status_unopened, unopened);
        context_.print(Msg::recovered_next);
    }

    std::string split_, folder_, gateway_, pin_, handle_, network_;
    std::vector<std::string> holders_;
    std::vector<std::filesystem::path> words_files_;
    SendOptions options_;
};

}  // namespace

std::unique_ptr<Command> recovery_commands(CLI::App& app, Context& context) {
    return std::make_unique<RecoveryCommands>(app, context);
}

}  // namespace clients::cli
