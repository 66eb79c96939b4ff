// How a session sends: compose, keep in the outbox, submit, verify the receipts.
#include <algorithm>

#include "clients/core/session/session.hpp"
#include "protocol/limits.hpp"

namespace clients {

using namespace protocol;

namespace {

Failure failure(std::error_code code, std::string detail = {}) { return {.code = code, .problem = {}, .detail = std::move(detail)}; }

// Will the same bytes ever be accepted? Then they stay in the outbox.
bool is_passing(const Failure& why) { return !why.problem || why.problem->status >= 500 || why.problem->status == 401; }

// Every entry of the batch has its receipt, in order, at consecutive indexes.
std::expected<std::vector<Receipt>, Failure> verify_receipts(const std::vector<crypto::Bytes>& entries,
                                                             const std::vector<wire::ReceiptText>& texts,
                                                             const crypto::note::Verifier& log) {
    if (texts.size() != entries.size()) return std::unexpected(failure(errc::receipt_invalid));
    std::vector<Receipt> out;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto entry = parse_entry(entries[i]);
        if (!entry) return std::unexpected(failure(entry.error()));
        auto receipt = verify_receipt(entry->id, texts[i].leaf, texts[i].proof, log);
        if (!receipt) return std::unexpected(failure(receipt.error(), id_text(entry->id)));
        if (i > 0 && receipt->index != out.back().index + 1) return std::unexpected(failure(errc::receipt_invalid));
        out.push_back(std::move(*receipt));
    }
    return out;
}

}  // namespace

std::expected<Composer, Failure> Session::compose() {
    if (!identity_) return std::unexpected(failure(session_errc::no_identity));
    if (!view_.state.founded()) return std::unexpected(failure(session_errc::not_admitted));
    if (view_.update_needed) return std::unexpected(failure(session_errc::update_needed));
    const auto checkpoint = open_checkpoint(view_.checkpoint, view_.state.genesis().log);
    if (!checkpoint) return std::unexpected(failure(checkpoint.error(), "checkpoint"));
    const std::int64_t now = unix_now();
    const std::int64_t off = now - checkpoint->commitments.time;
    if (off > limits::seal_clock_skew_s_max || off < -limits::seal_clock_skew_s_max)
        return std::unexpected(failure(session_errc::clock_off, std::to_string(now) + " " + std::to_string(checkpoint->commitments.time)));
    precedents_.emplace(store_, std::nullopt);
    return Composer(*identity_, keyring_, view_.state, *precedents_,
                    {.index = view_.next, .time = std::max(now, view_.time), .seen = view_.checkpoint});
}

std::expected<Sent, Failure> Session::send(const Composer& composer, const Draft* draft, Keyring learnt) {
    OutboxItem item{.key = 0, .entries = {}, .draft = {}, .created = unix_now()};
    for (const Entry& entry : composer.batch()) item.entries.push_back(entry_bytes(entry));
    if (draft) item.draft = draft_text(*draft);
    store_.transaction([&] {
        merge(std::move(learnt));
        item.key = store_.put_outbox(item);
    });
    return submit(std::move(item), /*reseal=*/true);
}

void Session::keep_receipts(const std::vector<wire::ReceiptText>& texts, const std::vector<Receipt>& receipts) {
    for (std::size_t i = 0; i < texts.size(); ++i)
        store_.put_value("receipt:" + id_text(receipts[i].leaf.id), crypto::to_secret(texts[i].leaf + "\n" + texts[i].proof));
}

std::expected<Sent, Failure> Session::submit(OutboxItem item, bool reseal) {
    const auto client = gateway();
    if (!client) return std::unexpected(client.error());
    const auto submitted = (*client)->submit(item.entries);
    if (!submitted) {
        const Failure& why = submitted.error();
        const bool stale = why.problem && why.problem->name == errc_name(errc::stale_epoch);
        auto draft = stale && reseal && !item.draft.empty() ? parse_draft(item.draft) : std::nullopt;
        if (!draft) {
            if (!is_passing(why)) store_.remove_outbox(item.key);
            return std::unexpected(why);
        }
        // The circle has moved on while this was on its way: the same draft is sealed again, to the present epoch.
        if (auto synced = sync_from(std::move(view_)); !synced) return std::unexpected(synced.error());
        auto composer = compose();
        if (!composer) return std::unexpected(composer.error());
        if (const auto error = composer->add(*draft)) return std::unexpected(failure(error));
        item.entries = {entry_bytes(composer->batch().front())};
        store_.replace_outbox(item);
        return submit(std::move(item), /*reseal=*/false);
    }
    auto receipts = verify_receipts(item.entries, submitted->receipts, view_.state.genesis().log);
    if (!receipts) return std::unexpected(receipts.error());
    store_.transaction([&] {
        keep_receipts(submitted->receipts, *receipts);
        store_.remove_outbox(item.key);
    });
    return Sent{.receipts = std::move(*receipts), .repeated = submitted->repeated};
}

std::expected<Sent, Failure> Session::found(const std::vector<Entry>& batch, const crypto::note::Verifier& log,
                                            const EnrolmentToken& token) {
    auto anonymous = anonymous_gateway();
    if (!anonymous) return std::unexpected(anonymous.error());
    std::vector<crypto::Bytes> entries;
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
        const auto sent = submit(std::move(item), /*reseal=*/true);
        if (!sent && is_passing(sent.error())) return std::unexpected(sent.error());
        if (!sent) refused_.push_back(sent.error());
    }
    return {};
}

}  // namespace clients
