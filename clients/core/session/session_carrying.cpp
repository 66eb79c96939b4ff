// How a session takes in what a carrier brought: the same folding and opening as sync(), over pages that may be old.
#include <algorithm>

#include "clients/core/session/session.hpp"

namespace clients {

using namespace protocol;

namespace {

// There while more is owed to me than before (a circle joined, a list widened): the past is to be brought again.
constexpr std::string_view look_again_value = "carry-look-again";

}  // namespace

std::uint64_t Session::wanted_from() { return store_.value(look_again_value) ? 0 : view_.next; }

bool Session::is_complete() const {
    if (!view_.state.founded()) return false;
    const auto checkpoint = open_checkpoint(view_.checkpoint, view_.state.genesis().log);
    return checkpoint && checkpoint->checkpoint.size == view_.next;
}

// A file may be carried twice or late, which is nobody's lie. What it then holds is known here, unless its checkpoint is fresher
// for the same tree, or contradicts the one held here: only two checkpoints that the gateway signed accuse it.
bool Session::is_news(const wire::Page& page) const {
    if (!view_.state.founded()) return true;
    const auto& log = view_.state.genesis().log;
    const auto here = open_checkpoint(view_.checkpoint, log), there = open_checkpoint(page.checkpoint, log);
    if (!here || !there) return page.next >= view_.next;
    const bool fresher = there->commitments.time > here->commitments.time;
    const bool contradicts = fresher && there->checkpoint.size < here->checkpoint.size;
    return page.next > view_.next || contradicts || (page.next == view_.next && (fresher || there->checkpoint.size < view_.next));
}

std::expected<void, Failure> Session::take_in_order(std::vector<wire::Page> pages, SyncReport& report) {
    for (wire::Page& page : pages) {
        if (!is_news(page)) continue;
        std::erase_if(page.deliveries, [&](const wire::Delivery& delivery) { return delivery.index < view_.next; });
        if (auto folded = fold(page, report); !folded) return folded;
    }
    return {};
}

std::expected<SyncReport, Failure> Session::take_carried(std::vector<wire::Page> pages, std::uint64_t from) {
    if (from > view_.next)
        return fail(session_errc::bundle_ahead, "#" + std::to_string(from) + " > #" + std::to_string(view_.next));
    const bool first = view_.next == 0;
    const bool to_its_end = !pages.empty() && !pages.back().more && pages.back().next >= view_.next;
    // The second look replaces the view, so it must reach as far; and it is taken as a whole, or not at all.
    const bool again = !first && from == 0 && to_its_end && store_.value(look_again_value);
    const bool was_complete = is_complete();
    const auto readable_before = view_.readable;

    SyncReport report;
    std::expected<void, Failure> taken;
    try {
        store_.transaction([&] {
            if (again) view_ = view_.from_the_start();
            taken = take_in_order(std::move(pages), report);
            if (!taken && again) throw RollBack{};
        });
    } catch (const RollBack&) {
        view_ = RegisterView::load(store_);
    }
    if (!taken) return std::unexpected(taken.error());
    open_pending(report);

    report.is_complete = is_complete();
    const auto withheld = gap();
    if ((again || first) && report.is_complete) {
        if (withheld) return fail(errc::broken_link, withheld->text());
        store_.erase_value(look_again_value);
    } else if (withheld || (was_complete && !std::ranges::includes(readable_before, view_.readable))) {
        store_.put_value(look_again_value, crypto::to_secret("1"));
        report.is_complete = false;
    }
    return report;
}

}  // namespace clients
