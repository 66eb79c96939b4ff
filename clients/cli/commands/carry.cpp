// carry out|in|courier
#include "clients/cli/commands/command.hpp"
#include "clients/cli/notices.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/core/files/new_file.hpp"
#include "clients/core/session/carrying.hpp"
#include "clients/core/session/courier.hpp"

namespace clients::cli {
namespace {

using namespace protocol;

class CarryCommands final : public Command {
public:
    CarryCommands(CLI::App& app, Context& context) : Command(context) {
        CLI::App* carry = app.add_subcommand("carry", context_.say(Msg::help_carry))->require_subcommand(1);
        declare(*carry, "out", Msg::help_carry_out, [this] { carry_out(); })
            ->add_option("FILE", file_, context_.say(Msg::help_bundle))->required();
        declare(*carry, "in", Msg::help_carry_in, [this] { carry_in(); })
            ->add_option("FILE", file_, context_.say(Msg::help_bundle))->required();
        declare(*carry, "courier", Msg::help_carry_courier, [this] { make_courier(); })
            ->add_option("FOLDER", file_, context_.say(Msg::help_courier_home))->required();
    }

private:
    void refuse(std::error_code code, std::string detail = {}) {
        report(context_, {.code = code, .problem = {}, .detail = std::move(detail)});
    }

    // There whole, or not at all: a stick that is pulled out too early holds no half file of that name.
    bool write_bundle(const wire::Bundle& bundle) {
        std::error_code error;
        try {
            auto file = NewFile::create(file_);
            if (file) {
                file->write(wire::encode_bundle(bundle));
                error = file->commit(Existing::replace);
            } else {
                error = file.error();
            }
        } catch (const std::system_error& failed) {
            error = failed.code();
        }
        if (!error) return true;
        context_.warn(Msg::cannot_write_file, visible_line(file_), explain_code(context_, error));
        context_.exit = Exit::refused;
        return false;
    }

    // ---- the home without network ----

    void carry_out() {
        auto open = open_home_or_carrier(context_);
        if (!open) return;
        Session& session = *open->session;
        if (is_carrier(session.store()) || Courier::has_carried(session.store())) return collect(session);
        const auto bundle = outgoing_bundle(session);
        if (!bundle) return report(context_, bundle.error());
        if (!write_bundle(*bundle)) return;
        const auto shown = visible_line(file_);
        const auto time = checkpoint_time(session);
        if (context_.json) {
            OrderedJson out = {{"file", file_}, {"submissions", bundle->submissions.size()}, {"from", bundle->from},
                               {"enrolment", bundle->enrolment.has_value()}};
            if (time) out["register_time"] = *time;
            return context_.print_json(out);
        }
        context_.print(Msg::carry_written, shown, bundle->submissions.size(), bundle->from);
        if (bundle->enrolment) context_.print(Msg::carry_written_enrolment);
        if (time) context_.print(Msg::carry_written_of_date, shown_time(*time));
        context_.print(Msg::carry_written_next, shown);
    }

    void carry_in() {
        const auto text = read_file(context_, file_, protocol::limits::bundle_bytes_max);
        if (!text) return;
        auto bundle = wire::parse_bundle(crypto::as_bytes(*text));
        if (!bundle) {
            context_.warn(Msg::carry_no_bundle, visible_line(file_));
            context_.exit = Exit::refused;
            return;
        }
        auto open = open_home_or_carrier(context_);
        if (!open) return;
        if (const auto* out = std::get_if<wire::OutgoingBundle>(&*bundle)) return submit(*open->session, *out);
        if (is_carrier(open->session->store())) return refuse(session_errc::carrier_home);
        take_in(*open->session, std::move(std::get<wire::ReturningBundle>(*bundle)));
    }

    void take_in(Session& session, wire::ReturningBundle bundle) {
        const auto brought = [&] {
            const Progress progress(context_.say(Msg::progress_sync));
            return bring_in(session, std::move(bundle));
        }();
        if (!brought) return report(context_, brought.error());
        name_faults(context_, session, brought->report);
        context_.notices = notice_lines(context_, session);
        for (const Failure& why : brought->waiting) context_.warn(Msg::held_in_outbox, explain(context_, why));
        for (const Failure& why : brought->refused) context_.warn(Msg::carry_refused, explain(context_, why));
        for (const Failure& why : brought->doubted) context_.warn(Msg::carry_doubted, explain(context_, why));
        if (!brought->refused.empty() || !brought->doubted.empty()) context_.exit = Exit::refused;
        const auto time = checkpoint_time(session);
        if (context_.json) return brought_json(session, *brought, time);
        for (const Receipt& receipt : brought->receipts)
            context_.print(Msg::carry_sent,
                           receipt.leaf.number ? receipt.leaf.number->text() : id_text(receipt.leaf.id).substr(0, 8),
                           receipt.index);
        context_.print(Msg::synced, brought->report.fetched, brought->report.opened, session.view().next);
        if (brought->resealed > 0) context_.print(Msg::carry_resealed, brought->resealed);
        if (time) context_.print(Msg::carry_of_date, shown_time(*time));
        if (!brought->report.is_complete) context_.print(Msg::carry_incomplete);
    }

    void brought_json(const Session& session, const Brought& brought, std::optional<std::int64_t> time) {
        OrderedJson sent = OrderedJson::array();
        for (const Receipt& receipt : brought.receipts) {
            OrderedJson item = {{"index", receipt.index}, {"id", id_text(receipt.leaf.id)}, {"time", receipt.leaf.time}};
            if (receipt.leaf.number) item["number"] = receipt.leaf.number->text();
            sent.push_back(std::move(item));
        }
        OrderedJson out = {{"sent", sent}, {"resealed", brought.resealed}, {"waiting", brought.waiting.size()},
                           {"refused", brought.refused.size()}, {"doubted", brought.doubted.size()},
                           {"fetched", brought.report.fetched}, {"opened", brought.report.opened},
                           {"register_size", session.view().next}, {"complete", brought.report.is_complete}};
        if (time) out["register_time"] = *time;
        context_.print_json(out);
    }

    void make_courier() {
        auto open = open_home(context_);
        if (!open) return;
        if (!open->session->joined()) return refuse(session_errc::no_identity);
        Context there = context_;
        there.home = file_;
        auto made = create_home(there);
        context_.exit = there.exit;
        if (!made) return;
        make_carrier(made->session->store(), open->session->identity());
        const auto handle = open->session->identity().handle.text();
        if (context_.json) return context_.print_json({{"courier", file_}, {"person", handle}});
        const auto shown = visible_line(file_);
        context_.print(Msg::carry_courier_made, shown, handle, shown);
    }

    // ---- the courier ----

    std::optional<Courier> courier_of(Session& session) {
        auto courier = context_.offline ? fail(session_errc::asked_offline)
                                        : Courier::open(session.store(), session.language());
        if (courier) return std::move(*courier);
        report(context_, courier.error());
        return std::nullopt;
    }

    void submit(Session& session, const wire::OutgoingBundle& bundle) {
        auto courier = courier_of(session);
        if (!courier) return;
        const auto carried = [&] {
            Progress progress(context_.say(Msg::progress_carry));
            return courier->carry(bundle, [&](auto done, auto total) { progress.update(done, total); });
        }();
        if (!carried) return report(context_, carried.error());
        const auto person = bundle.person.text();
        for (const Failure& why : carried->refused) report(context_, why);
        if (context_.json)
            return context_.print_json({{"person", person}, {"taken", carried->taken}, {"refused", carried->refused.size()},
                                        {"enrolled", carried->enrolled}, {"brings_entries", carried->brings_entries}});
        if (carried->enrolled) context_.print(Msg::carry_enrolled, person);
        context_.print(Msg::carry_submitted, person, carried->taken, carried->refused.size());
        // What the file says of itself: the gateway has it in each entry's header, and judges.
        const auto stated = wire::stated_time(bundle);
        if (stated && !bundle.submissions.empty()) context_.print(Msg::carry_submitted_of_date, shown_time(*stated));
        if (!carried->brings_entries) context_.print(Msg::carry_answers_only, person, person);
        context_.print(Msg::carry_submitted_next);
    }

    void collect(Session& session) {
        auto courier = courier_of(session);
        if (!courier) return;
        const auto bundle = [&] {
            Progress progress(context_.say(Msg::progress_sync));
            return courier->collect([&](auto done, auto total) { progress.update(done, total); });
        }();
        if (!bundle) return report(context_, bundle.error());
        if (!write_bundle(*bundle)) return;
        courier->delivered();
        std::size_t entries = 0;
        for (const auto& page : bundle->pages) entries += page.deliveries.size();
        const auto person = bundle->person.text();
        const bool more = !bundle->pages.empty() && bundle->pages.back().more;
        if (context_.json)
            return context_.print_json({{"file", file_}, {"person", person}, {"answers", bundle->answers.size()},
                                        {"entries", entries},
                                        {"from", bundle->from}, {"more", more}});
        const auto shown = visible_line(file_);
        context_.print(Msg::carry_fetched, shown, person, bundle->answers.size(), entries, bundle->from);
        context_.print(Msg::carry_fetched_next, shown);
    }

    std::string file_;
};

}  // namespace

std::unique_ptr<Command> carry_commands(CLI::App& app, Context& context) { return std::make_unique<CarryCommands>(app, context); }

}  // namespace clients::cli
