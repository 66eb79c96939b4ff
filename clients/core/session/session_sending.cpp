// How a session sends: compose, keep in the outbox, submit, verify the receipts.
#include <algorithm>

#include "clients/core/session/limits.hpp"
#include "clients/core/session/seats.hpp"
#include "clients/core/session/session.hpp"
#include "protocol/kinds.hpp"
#include "protocol/limits.hpp"

namespace clients {

using namespace protocol;

namespace {

// A draft that cannot be sealed now, but may be later: it keeps its place in the outbox, and the next one is not held up.
bool waits(const Failure& why) {
    return why.code == session_errc::draft_waits || why.code == session_errc::seat_unconfirmed ||
           why.code == session_errc::clock_off || why.code == session_errc::update_needed;
}

// Every entry of the batch has its receipt, in order, at consecutive indexes.
std::expected<std::vector<Receipt>, Failure> verify_receipts(const std::vector<crypto::Bytes>& entries,
                                                             const std::vector<wire::ReceiptText>& texts,
                                                             const crypto::note::Verifier& log) {
    if (texts.size() != entries.size()) return fail(errc::receipt_invalid);
    std::vector<Receipt> out;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto entry = parse_entry(entries[i]);
        if (!entry) return fail(entry.error());
        auto receipt = verify_receipt(entry->id, texts[i].leaf, texts[i].proof, log);
        if (!receipt) return fail(receipt.error(), id_text(entry->id));
        if (i > 0 && receipt->index != out.back().index + 1) return fail(errc::receipt_invalid);
        out.push_back(std::move(*receipt));
    }
    return out;
}

}  // namespace

std::expected<Composer, Failure> Session::compose(Reach reach) {
    if (!identity_) return fail(session_errc::no_identity);
    if (!view_.state.founded()) return fail(session_errc::not_admitted);
    if (view_.update_needed) return fail(session_errc::update_needed);
    if (view_.checkpoint.empty()) return fail(session_errc::register_incomplete);
    const auto checkpoint = open_checkpoint(view_.checkpoint, view_.state.genesis().log);
    if (!checkpoint) return fail(checkpoint.error(), "checkpoint");
    const std::int64_t now = unix_now();
    const std::int64_t off = now - checkpoint->commitments.time;
    const bool is_old = off > protocol::limits::seal_clock_skew_s_max;
    if ((is_old && reach == Reach::gateway) || off < -protocol::limits::seal_clock_skew_s_max)
        return fail(session_errc::clock_off, std::to_string(now) + " " + std::to_string(checkpoint->commitments.time));
    precedents_.emplace(store_, std::nullopt);
    return Composer(*identity_, keyring_, view_.state, *precedents_,
                    {.index = view_.next, .time = std::max(now, view_.time), .seen = view_.checkpoint,
                     .unconfirmed = unconfirmed_seats(*this)});
}

OutboxItem Session::keep(const Composer& composer, const Draft* draft, Keyring learnt) {
    OutboxItem item{.key = 0, .entries = {}, .draft = {}, .created = unix_now()};
    for (const Entry& entry : composer.batch()) item.entries.push_back(entry_bytes(entry));
    if (draft) item.draft = draft_text(*draft);
    store_.transaction([&] {
        merge(std::move(learnt));
        item.key = store_.put_outbox(item);
    });
    return item;
}

std::expected<Sent, Failure> Session::send(const Composer& composer, const Draft* draft, Keyring learnt) {
    return submit(keep(composer, draft, std::move(learnt)));
}

std::expected<Sent, Failure> Session::settle(const OutboxItem& item, const std::vector<wire::ReceiptText>& texts) {
    auto receipts = verify_receipts(item.entries, texts, view_.state.genesis().log);
    if (!receipts) return std::unexpected(receipts.error());
    store_.transaction([&] {
        keep_receipts(texts, *receipts);
        store_.remove_outbox(item.key);
    });
    Sent sent{.receipts = std::move(*receipts), .bytes = 0, .repeated = false};
    for (const auto& entry : item.entries) sent.bytes += entry.size();
    return sent;
}

void Session::keep_receipts(const std::vector<wire::ReceiptText>& texts, const std::vector<Receipt>& receipts) {
    for (std::size_t i = 0; i < texts.size(); ++i)
        store_.put_value("receipt:" + id_text(receipts[i].leaf.id), crypto::to_secret(texts[i].leaf + "\n" + texts[i].proof));
}

std::expected<Sent, Failure> Session::submit(OutboxItem item) {
    for (unsigned resealed = 0;; ++resealed) {
        const auto client = gateway();
        if (!client) return std::unexpected(client.error());
        const auto submitted = (*client)->submit(item.entries);
        if (submitted) {
            auto sent = settle(item, submitted->receipts);
            if (sent) sent->repeated = submitted->repeated;
            return sent;
        }
        const Failure& why = submitted.error();
        const bool moved_on = why.problem && why.problem->name == errc_name(errc::stale_epoch) && !item.draft.empty();
        if (!moved_on) {
            if (!is_passing(why)) discard(item);
            return std::unexpected(why);
        }
        // The circle has moved on while this was on its way: the same draft is sealed again, to the present epoch.
        if (resealed == limits::reseals_max) return fail(session_errc::draft_waits);
        if (auto synced = sync_from(std::move(view_)); !synced) return std::unexpected(synced.error());
        if (auto again = seal_again(item, Reach::gateway); !again) return std::unexpected(again.error());
    }
}

std::expected<void, Failure> Session::seal_again(OutboxItem& item, Reach reach) {
    const auto draft = parse_draft(item.draft);
    if (!draft) throw std::runtime_error("this home's outbox is damaged: a draft cannot be read");
    auto composer = compose(reach);
    if (!composer) return std::unexpected(composer.error());
    const auto error = composer->add(*draft);
    // The circle waits for its rotation; what comes first, that or the state's confirmation, is upkeep's or the person's to do.
    if (error == errc::stale_epoch || error == errc::unknown_circle) return fail(session_errc::draft_waits);
    if (error == session_errc::seat_unconfirmed) return fail(error);
    if (error) {  // the right to say it has gone: it would be refused for ever
        discard(item);
        const auto rule = as_protocol_errc(error);
        return fail(session_errc::draft_refused, rule ? std::string(errc_name(*rule)) : error.message());
    }
    item.entries = {entry_bytes(composer->batch().front())};
    store_.replace_outbox(item);
    return {};
}

void Session::discard(const OutboxItem& item) {
    store_.transaction([&] {
        for (const auto& bytes : item.entries) {
            const auto entry = parse_entry(bytes);
            const auto claim = entry && is_governing(entry->header) ? parse_claim(entry->header)
                                                                    : std::unexpected(make_error_code(errc::malformed_claim));
            if (const auto* rotation = claim ? std::get_if<RotationClaim>(&*claim) : nullptr)
                keyring_.drop({rotation->circle, rotation->epoch}, rotation->key);
        }
        keep_keyring();
        store_.remove_outbox(item.key);
    });
}

std::expected<Sent, Failure> Session::found(const std::vector<Entry>& batch, const crypto::note::Verifier& log,
                                            const EnrolmentToken& token) {
    auto anonymous = anonymous_gateway();
    if (!anonymous) return std::unexpected(anonymous.error());
    std::vector<crypto::Bytes> entries;
    entries.reserve(batch.size());
    for (const Entry& entry : batch) entries.push_back(entry_bytes(entry));
    const auto submitted = anonymous->found(token, entries);
    if (!submitted) return std::unexpected(submitted.error());
    auto receipts = verify_receipts(entries, submitted->receipts, log);
    if (!receipts) return std::unexpected(receipts.error());
    store_.transaction([&] { keep_receipts(submitted->receipts, *receipts); });
    return Sent{.receipts = std::move(*receipts), .repeated = submitted->repeated};
}

std::expected<void, Failure> Session::flush_outbox() {
    if (!view_.state.founded()) return {};
    for (OutboxItem& item : store_.outbox()) {
        const bool is_upkeep = item.draft.empty();
        const auto sent = submit(std::move(item));
        if (sent) continue;
        const Failure& why = sent.error();
        const bool held = waits(why);
        const bool final = why.code == session_errc::draft_refused;
        if (!held && !final && is_passing(why)) return std::unexpected(why);
        const bool of_no_interest = held ? why.code != session_errc::seat_unconfirmed : is_upkeep && came_second(why);
        if (!of_no_interest) refused_.push_back(why);
    }
    return {};
}

std::vector<Circle> Session::awaited_circles() {
    std::vector<Circle> out;
    for (const OutboxItem& item : store_.outbox()) {
        const auto draft = item.draft.empty() ? std::nullopt : parse_draft(item.draft);
        if (draft) out.insert(out.end(), draft->to.begin(), draft->to.end());
    }
    return out;
}

bool came_second(const Failure& failure) {
    return failure.code == errc::epoch_out_of_order || failure.code == errc::rotation_not_due ||
           failure.code == errc::already_exists;
}

}  // namespace clients
