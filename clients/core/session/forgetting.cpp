#include "clients/core/session/forgetting.hpp"

#include <algorithm>

#include "clients/core/session/limits.hpp"
#include "protocol/register_chain.hpp"

namespace clients {

using namespace protocol;

namespace {

// Can somebody with these keys open it still?
bool opens(const Entry& entry, const Keyring& keyring, const KeyId& device) {
    return std::ranges::any_of(entry.header.audience, [&](const Audience& to) {
        const auto* circle = std::get_if<CircleEpoch>(&to);
        return circle ? keyring.find(*circle) != nullptr : std::get<KeyId>(to) == device;
    });
}

bool is_sealed_to(const Entry& entry, const std::set<CircleEpoch>& epochs) {
    return std::ranges::any_of(entry.header.audience, [&](const Audience& to) {
        const auto* circle = std::get_if<CircleEpoch>(&to);
        return circle && epochs.contains(*circle);
    });
}

// May the body of this entry hold one of these secrets? A rotation carries the epochs before it.
bool brings(const Entry& entry, const std::set<CircleEpoch>& epochs) {
    const auto claim = parse_claim(entry.header);
    if (!claim) return false;
    const auto* rotation = std::get_if<RotationClaim>(&*claim);
    const auto* grant = std::get_if<GrantClaim>(&*claim);
    return std::ranges::any_of(epochs, [&](const CircleEpoch& epoch) {
        if (rotation) return rotation->circle == epoch.circle && rotation->epoch >= epoch.epoch;
        return grant && grant->circle == epoch.circle && std::ranges::find(grant->epochs, epoch.epoch) != grant->epochs.end();
    });
}

// The earlier of the register's clock and this machine's: one of them that jumped, or a gateway that lies about the time, would
// destroy what is still to be kept, and nothing brings that back.
std::int64_t agreed_now(const Session& session) {
    const auto checkpoint = open_checkpoint(session.view().checkpoint, session.state().genesis().log);
    const auto said = checkpoint ? std::max(session.view().time, checkpoint->commitments.time) : session.view().time;
    return std::min(said, unix_now());
}

class Forgetting {
public:
    Forgetting(Session& session, const std::vector<Forgotten>& overdue) : session_(session) {
        for (const Forgotten& one : overdue) epochs_.insert(one.epoch);
    }

    void run() {
        Store& store = session_.store();
        store.transaction([&] {
            session_.forget(epochs_);
            store.each_entry(0, [&](const StoredEntry& stored) {
                look_at(stored);
                return true;
            });
        });
        store.scrub();
    }

private:
    void look_at(const StoredEntry& stored) {
        const auto entry = parse_entry(stored.entry, stored.delivered);
        if (!entry) return;
        const bool shut = is_sealed_to(*entry, epochs_) && !opens(*entry, session_.keyring(), session_.identity().key_id());
        const bool opened = !stored.content.empty();   // what waits for a key still has to bring others
        const bool carrier = opened && stored.delivered == Delivered::whole && brings(*entry, epochs_);
        if (!(shut && opened) && !carrier) return;
        StoredEntry left = stored;
        if (shut && !carrier) left.content.clear();
        if (carrier) {   // the device's key would open it again; the content that stays, no secret, says that it was opened
            left.entry = entry_bytes(*entry, Delivered::header_only);
            left.delivered = Delivered::header_only;
        }
        session_.store().put_entry(left);
    }

    Session& session_;
    std::set<CircleEpoch> epochs_;
};

}  // namespace

std::int64_t forgotten_after(const RetentionInForce& retention, std::int64_t epoch_end) {
    return std::max(epoch_end + retention.claim.years * limits::retention_year_s, retention.at + limits::retention_notice_s);
}

std::vector<Forgotten> overdue_epochs(const Session& session) {
    std::vector<Forgotten> out;
    const std::int64_t now = agreed_now(session);
    for (const auto& [circle, known] : session.state().circles()) {
        if (!known.retention || known.epochs.empty()) continue;
        for (auto epoch = known.epochs.begin(); std::next(epoch) != known.epochs.end(); ++epoch) {
            const std::int64_t end = forgotten_after(*known.retention, std::next(epoch)->second.at);
            if (now > end && session.keyring().find({circle, epoch->first})) out.push_back({{circle, epoch->first}, end});
        }
    }
    return out;
}

std::vector<Forgotten> forget_overdue(Session& session) {
    if (!session.joined() || !session.state().founded()) return {};
    auto overdue = overdue_epochs(session);
    if (!overdue.empty()) Forgetting(session, overdue).run();
    return overdue;
}

}  // namespace clients
