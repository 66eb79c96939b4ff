// revoke; below `device`, of a device of one's own
#include <fmt/format.h>

#include "clients/cli/commands/command.hpp"
#include "clients/cli/notices.hpp"
#include "clients/cli/sending.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/cli/upkeep_words.hpp"
#include "clients/core/session/revoking.hpp"

namespace clients::cli {
namespace {

using namespace protocol;

// What it took until the circles were fresh again, as far as this client could see to it.
struct Measured {
    std::vector<Circle> fresh;
    std::vector<Consequences::Closed> closed;
    std::uint64_t entries = 0;
    std::uint64_t bytes = 0;
    double seconds = 0;
};

class RevokeCommand final : public Command {
public:
    enum class Whose { anybodys, own };
    RevokeCommand(CLI::App& app, Context& context, Whose whose) : Command(context), whose_(whose) {
        const bool own = whose == Whose::own;
        CLI::App* revoke = declare(app, "revoke", own ? Msg::help_device_revoke : Msg::help_revoke, [this] { revoke_one(); });
        if (own) revoke->add_option("KEY", device_, context_.say(Msg::help_device_key))->required();
        else revoke->add_option("HANDLE", handle_, context_.say(Msg::help_revoke_handle))->required();
        if (!own) revoke->add_option("--device", device_, context_.say(Msg::help_revoke_device));
        revoke->add_option("--reason", reason_, context_.say(Msg::help_revoke_reason))
            ->required()
            ->check(CLI::IsMember({"left", "lost", "compromised", "replaced", "other"}));
        revoke->add_option("--keep", keep_, context_.say(Msg::help_revoke_keep));
        revoke->add_flag("--yes", options_.yes, context_.say(Msg::help_yes));
        revoke->add_flag("--dry-run", options_.dry_run, context_.say(Msg::help_dry_run));
    }

private:
    std::optional<KeyId> parse_device(const std::string& text) {
        const auto key = KeyId::parse(text);
        if (!key) context_.warn(Msg::bad_device, visible_line(text));
        return key;
    }

    struct Typed {
        std::optional<Handle> handle;   // nobody's: one's own, which only an open home knows
        std::optional<KeyId> device;
        std::vector<KeyId> keep;
    };

    // What was asked for; nothing when it is not well-formed (said).
    std::optional<Typed> typed() {
        Typed out;
        if (whose_ == Whose::anybodys) out.handle = Handle::parse(handle_);
        if (whose_ == Whose::anybodys && !out.handle) {
            context_.warn(Msg::bad_handle, visible_line(handle_));
            return std::nullopt;
        }
        if (!device_.empty()) out.device = parse_device(device_);
        if (!device_.empty() && !out.device) return std::nullopt;
        for (const auto& text : keep_) {
            const auto key = parse_device(text);
            if (!key) return std::nullopt;
            out.keep.push_back(*key);
        }
        std::ranges::sort(out.keep);
        return out;
    }

    void revoke_one() {
        const auto asked = typed();
        if (!asked) {
            context_.exit = Exit::usage;
            return;
        }
        auto open = open_home(context_);
        if (!open || !sync_to_send(context_, *open->session)) return;
        Session& session = *open->session;
        const RevocationClaim wanted{.handle = asked->handle.value_or(session.identity().handle), .device = asked->device,
                                     .keep = asked->keep, .reason = *parse_reason(reason_)};
        const auto planned = plan_revocation(session, wanted);
        if (!planned) return report(context_, planned.error());
        show(wanted, planned->consequences);
        if (!may_send(context_, options_, Msg::ask_revoke, Msg::not_sent, plan_json(wanted, planned->consequences))) return;

        const auto start = std::chrono::steady_clock::now();
        const auto sent = session.send(planned->composer, nullptr);
        if (!sent) return report(context_, sent.error());
        const auto index = sent->receipts.front().index;
        if (!context_.json) context_.print(Msg::revoked, wanted.device ? wanted.device->text() : wanted.handle.text(), index);
        Measured measured{.fresh = {}, .closed = planned->consequences.closed, .entries = sent->receipts.size(),
                          .bytes = sent->bytes, .seconds = 0};
        // Whose own device has just ended is let in no more.
        if (!planned->consequences.of_mine && !renew(session, measured)) return;
        measured.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        say(measured, index);
    }

    // Gives every closed circle its next epoch, as far as this client can.
    bool renew(Session& session, Measured& measured) {
        const auto synced = session.sync();
        if (!synced) return report(context_, synced.error()), false;
        std::vector<Circle> needed;
        needed.reserve(measured.closed.size());
        for (const auto& closed : measured.closed) needed.push_back(closed.circle);
        const auto upkeep = tend_aloud(context_, session, needed);
        if (!upkeep) return report(context_, upkeep.error()), false;
        measured.entries += upkeep->entries;
        measured.bytes += upkeep->bytes;
        const auto is_fresh = [&](const auto& closed) { return !session.state().stale(closed.circle, register_now(session)); };
        for (const auto& closed : measured.closed)
            if (is_fresh(closed)) measured.fresh.push_back(closed.circle);
        std::erase_if(measured.closed, is_fresh);
        context_.notices = notice_lines(context_, session);
        return true;
    }

    void show(const RevocationClaim& claim, const Consequences& consequences) {
        std::ostream& out = options_.dry_run && !context_.json ? std::cout : std::cerr;
        if (!claim.device) out << context_.say(Msg::revoke_person, claim.handle.text()) << '\n';
        else out << context_.say(Msg::revoke_device, claim.handle.text(), joined(texts(consequences.ends))) << '\n';
        if (!consequences.stays.empty()) out << context_.say(Msg::revoke_kept, joined(texts(consequences.stays))) << '\n';
        if (consequences.vacates)
            out << context_.say(Msg::revoke_last_of_state, member_name(context_, claim.handle.member())) << '\n';
        if (consequences.closed.empty()) out << context_.say(Msg::revoke_no_circle) << '\n';
        for (const auto& closed : consequences.closed)
            out << context_.say(Msg::revoke_stale, closed.circle.text(), who(closed)) << '\n';
        if (consequences.of_mine) out << context_.say(Msg::revoke_yourself) << '\n';
    }

    std::string who(const Consequences::Closed& closed) const {
        return closed.could.empty() ? context_.say(Msg::revoke_nobody) : joined(texts(closed.could));
    }

    static OrderedJson closed_json(const std::vector<Consequences::Closed>& list) {
        OrderedJson out = OrderedJson::array();
        for (const auto& closed : list) out.push_back({{"circle", closed.circle.text()}, {"could", texts(closed.could)}});
        return out;
    }

    static OrderedJson plan_json(const RevocationClaim& claim, const Consequences& consequences) {
        return {{"dry_run", true}, {"handle", claim.handle.text()}, {"reason", reason_name(claim.reason)},
                {"ends", texts(consequences.ends)},
                {"stays", texts(consequences.stays)}, {"vacates", consequences.vacates},
                {"closes", closed_json(consequences.closed)}};
    }

    void say(const Measured& measured, std::uint64_t index) {
        if (context_.json)
            return context_.print_json({{"index", index}, {"fresh", texts(measured.fresh)},
                                        {"closed", closed_json(measured.closed)},
                                        {"entries", measured.entries}, {"bytes", measured.bytes}, {"seconds", measured.seconds}});
        const auto message = measured.fresh.size() == 1 ? Msg::revoke_fresh_one : Msg::revoke_fresh;
        if (!measured.fresh.empty())
            context_.print(message, measured.fresh.size(), measured.entries, (measured.bytes + 512) / 1024,
                           fmt::format("{:.1f}", measured.seconds));
        for (const auto& closed : measured.closed) context_.print(Msg::revoke_waits, closed.circle.text(), who(closed));
    }

    Whose whose_;
    std::string handle_, device_, reason_;
    std::vector<std::string> keep_;
    SendOptions options_;
};

}  // namespace

std::unique_ptr<Command> revoke_commands(CLI::App& app, Context& context) {
    return std::make_unique<RevokeCommand>(app, context, RevokeCommand::Whose::anybodys);
}

std::unique_ptr<Command> device_revoke_command(CLI::App& device, Context& context) {
    return std::make_unique<RevokeCommand>(device, context, RevokeCommand::Whose::own);
}

}  // namespace clients::cli
