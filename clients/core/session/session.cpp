#include "clients/core/session/session.hpp"

#include <algorithm>
#include <chrono>

#include "clients/core/session/folding.hpp"
#include "clients/core/session/joining.hpp"
#include "clients/core/session/opening.hpp"
#include "protocol/limits.hpp"

namespace clients {

using namespace protocol;

namespace {

constexpr std::string_view identity_value = "identity";
constexpr std::string_view keyring_value = "keyring";

// No answer of the gateway, and no way that was lost: what came was not the register.
bool is_lie(const Failure& why) { return !why.problem && why.code.category() != make_error_code(net_errc::closed).category(); }

// Kept without words: whoever reads it says it in their language.
std::string fault_text(std::error_code code) {
    if (const auto known = as_protocol_errc(code)) return std::string(errc_name(*known));
    return std::string(code.category().name()) + ":" + std::to_string(code.value());
}

}  // namespace

std::int64_t unix_now() {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

Session::Session(Home home, std::string language)
    : home_(std::move(home)), store_(home_), language_(std::move(language)), view_(RegisterView::load(store_)) {
    identity_ = load_identity(store_);
    load_keyring();
}

std::optional<Identity> load_identity(Store& store) {
    const auto text = store.value(identity_value);
    return text ? parse_identity(*text) : std::nullopt;
}

void Session::load_keyring() {
    if (const auto text = store_.value(keyring_value))
        if (auto keyring = Keyring::parse(*text)) keyring_ = std::move(*keyring);
}

void Session::refresh() {
    if (!view_.differs_from_saved(store_)) return;
    view_ = RegisterView::load(store_);
    load_keyring();
}

void Session::set_stop(int descriptor) {
    stop_ = descriptor;
    if (gateway_) gateway_->set_stop(descriptor);
}

void Session::adopt(Identity identity, Keyring keyring) {
    identity_ = std::move(identity);
    keyring_.merge(std::move(keyring));
    store_.transaction([&] {
        store_.put_value(identity_value, identity_text(*identity_));
        store_.put_value(keyring_value, keyring_.text());
    });
}

void Session::merge(Keyring learnt) {
    if (learnt.size() == 0) return;
    keyring_.merge(std::move(learnt));
    keep_keyring();
}

void Session::keep_keyring() { store_.put_value(keyring_value, keyring_.text()); }

void Session::forget(const std::set<CircleEpoch>& epochs) {
    for (const CircleEpoch& epoch : epochs) keyring_.destroy(epoch);
    keep_keyring();
}

// The home's own go on counting until a sync has followed: a view that is being folded anew still knows the first ones only.
std::vector<crypto::tls::SpkiPin> Session::pins() const {
    auto out = identity_->pins;
    if (!view_.state.founded()) return out;
    for (const auto& pin : view_.state.pins(std::max(view_.time, unix_now())))
        if (std::ranges::find(out, pin) == out.end()) out.push_back(pin);
    return out;
}

// From here on a key that was replaced is no longer the gateway's. By the register's clock: this machine's may be ahead of the
// change.
void Session::follow_pins() {
    if (!view_.state.founded()) return;
    const auto checkpoint = open_checkpoint(view_.checkpoint, view_.state.genesis().log);
    if (!checkpoint) return;
    const auto& now = view_.state.pins(checkpoint->commitments.time);
    if (now == identity_->pins) return;
    identity_->pins = now;
    store_.put_value(identity_value, identity_text(*identity_));
    gateway_.reset();   // the next call connects by the new ones
}

std::expected<Endpoint, Failure> endpoint_of(const std::string& gateway, const std::vector<crypto::tls::SpkiPin>& pins,
                                             const std::string& language) {
    auto endpoint = Endpoint::parse(gateway);
    if (!endpoint) return fail(net_errc::unreachable, gateway);
    endpoint->pins = pins;
    endpoint->language = language;
    return std::move(*endpoint);
}

std::expected<GatewayClient*, Failure> Session::gateway() {
    if (!identity_) return fail(session_errc::no_identity);
    if (!gateway_) {
        auto endpoint = endpoint_of(identity_->gateway, pins(), language_);
        if (!endpoint) return std::unexpected(endpoint.error());
        gateway_ = std::make_unique<GatewayClient>(std::move(*endpoint), &identity_->tls, identity_->handle.text());
        gateway_->set_stop(stop_);
    }
    return gateway_.get();
}

std::expected<GatewayStream, Failure> Session::open_stream() {
    if (!identity_) return fail(session_errc::no_identity);
    const auto endpoint = endpoint_of(identity_->gateway, pins(), language_);
    if (!endpoint) return std::unexpected(endpoint.error());
    const auto after = view_.next == 0 ? std::nullopt : std::optional(view_.next - 1);
    return GatewayStream::open(*endpoint, identity_->tls, identity_->handle.text(), {.after = after, .stop = stop_});
}

std::expected<GatewayClient, Failure> Session::anonymous_gateway() const {
    if (!identity_) return fail(session_errc::no_identity);
    auto endpoint = endpoint_of(identity_->gateway, pins(), language_);
    if (!endpoint) return std::unexpected(endpoint.error());
    return GatewayClient(std::move(*endpoint), nullptr, identity_->handle.text());
}

std::expected<SyncReport, Failure> Session::sync() {
    if (!identity_) return fail(session_errc::no_identity);
    if (auto admitted = check_admission(*this); !admitted) return std::unexpected(admitted.error());
    const bool first = view_.next == 0;
    const auto readable_before = view_.readable;
    if (auto flushed = flush_outbox(); !flushed) return std::unexpected(flushed.error());

    auto report = sync_from(std::move(view_));
    if (!report) return report;
    return look_again_if_owed(std::move(*report), first ? view_.readable : readable_before);
}

std::expected<SyncReport, Failure> Session::take(wire::Page page, std::uint64_t from) {
    if (from > view_.next) return sync();
    SyncReport report;
    if (page.next <= view_.next) return report;
    std::erase_if(page.deliveries, [&](const wire::Delivery& delivery) { return delivery.index < view_.next; });
    const auto readable_before = view_.readable;
    if (auto folded = fold(page, report); !folded) return std::unexpected(folded.error());
    open_pending(report);
    return look_again_if_owed(std::move(report), readable_before);
}

// When more is owed to me than before (a circle joined, a list widened), the past is looked at again, from the start.
std::expected<SyncReport, Failure> Session::look_again_if_owed(SyncReport report, const std::set<Circle>& readable_before) {
    const bool grew = !std::ranges::includes(readable_before, view_.readable);
    if (!grew && !gap()) return report;
    RegisterView before = view_;
    before.readable = readable_before;   // so that the next sync looks again
    auto again = sync_from(view_.from_the_start());
    if (!again && is_lie(again.error())) {   // nothing of another register is kept
        view_ = std::move(before);
        view_.save(store_);
    }
    if (!again) return again;
    if (const auto circle = gap()) return fail(errc::broken_link, circle->text());
    return again;
}

// A circle whose entries I am owed, and have not all been given.
std::optional<Circle> Session::gap() const {
    for (const Circle& circle : view_.readable)
        if (view_.gaps.contains(circle)) return circle;
    return std::nullopt;
}

std::expected<SyncReport, Failure> Session::sync_from(RegisterView start) {
    SyncReport report;
    view_ = std::move(start);
    const auto client = gateway();
    if (!client) return std::unexpected(client.error());
    for (bool more = true; more;) {
        const auto page = (*client)->entries(view_.next == 0 ? std::nullopt : std::optional(view_.next - 1));
        if (!page) return std::unexpected(page.error());
        if (auto folded = fold(*page, report); !folded) return std::unexpected(folded.error());
        more = page->more;
    }
    open_pending(report);
    follow_pins();
    return report;
}

// One page into view and store: all of it, or nothing.
std::expected<void, Failure> Session::fold(const wire::Page& page, SyncReport& report) {
    std::expected<Folded, Failure> folded;
    try {
        store_.transaction([&] {
            folded = fold_page(view_, page, identity_->network, store_);
            if (!folded) throw RollBack{};
            view_.readable = readable_circles(view_.state, identity_->handle, std::max(view_.time, unix_now()));
            view_.save(store_);
        });
    } catch (const RollBack&) {
        view_ = RegisterView::load(store_);
        return std::unexpected(folded.error());
    }
    report.fetched += folded->fetched;
    report.faults.insert(report.faults.end(), folded->faults.begin(), folded->faults.end());
    return {};
}

SyncReport Session::open_with_sheet(const KeyId& sheet, const crypto::age::HybridIdentity& age) {
    SyncReport report;
    open_pending(report, sheet, age);
    return report;
}

void Session::open_pending(SyncReport& report) { open_pending(report, identity_->key_id(), identity_->age); }

void Session::open_pending(SyncReport& report, const KeyId& name, const crypto::age::HybridIdentity& identity) {
    store_.transaction([&] {
        for (bool grew = true; grew;) {  // a key that one entry brings may open another
            grew = false;
            std::vector<std::uint64_t> closed;
            for (const std::uint64_t index : view_.unopened) {
                auto stored = store_.entry_at(index);
                const auto entry = parse_entry(stored->entry, stored->delivered);
                auto opening = open_entry(*entry, {name, &identity}, keyring_, view_.state, store_);
                if (!opening) {
                    stored->fault = fault_text(opening.error());
                    report.faults.push_back(index);
                } else if (opening->outcome == Opened::no_key) {
                    if (!brings_nothing_new(*entry, keyring_, view_.state)) closed.push_back(index);
                    continue;
                } else {
                    // A rotation whose new secret is right and an old one wrong is of use, and a fault of its author.
                    if (opening->fault) {
                        stored->fault = fault_text(opening->fault);
                        report.faults.push_back(index);
                    }
                    stored->content = dump_secret(opening->content);
                    grew |= opening->keyring_grew;
                    ++report.opened;
                }
                store_.put_entry(*stored);
            }
            view_.unopened = std::move(closed);
        }
        keep_keyring();
        view_.save(store_);
    });
}

}  // namespace clients
