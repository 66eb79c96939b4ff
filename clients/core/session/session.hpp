// One person's session with the network: the unlocked home, its keys, its verified view of the register, the connection.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "clients/core/home/home.hpp"
#include "clients/core/net/gateway_client.hpp"
#include "clients/core/net/gateway_stream.hpp"
#include "clients/core/session/composer.hpp"
#include "clients/core/session/contact.hpp"
#include "clients/core/session/failure.hpp"
#include "clients/core/session/register_view.hpp"

namespace clients {

// Seconds since 1970 by this machine's clock.
std::int64_t unix_now();

// Whose home this is; nothing before they join.
std::optional<Identity> load_identity(Store& store);

// The gateway at HOST:PORT, known by its pins. Failure: unreachable.
std::expected<Endpoint, Failure> endpoint_of(const std::string& gateway, const std::vector<crypto::tls::SpkiPin>& pins,
                                             const std::string& language);

// What a sync brought.
struct SyncReport {
    std::uint64_t fetched = 0;      // entries
    std::uint64_t opened = 0;       // bodies
    std::vector<std::uint64_t> faults;  // indexes of entries that were kept aside
    bool is_complete = true;        // up to the checkpoint's size; not so when a carrier brought less
};

// A batch that the register has taken in; every receipt verified.
struct Sent {
    std::vector<protocol::Receipt> receipts;
    std::uint64_t bytes = 0;        // of the entries as they were submitted
    bool repeated = false;
};

// Did the gateway refuse because somebody else had done the same first? No error for what a client does unasked.
bool came_second(const Failure& failure);

// How what is made here comes to the register: at once, or on a file that somebody carries there.
enum class Reach { gateway, carrier };

// Not thread-safe: one session, one thread. Several processes on one home take turns by HomeLock.
class Session {
public:
    // Loads what the home holds. `language`: en or fr, for the gateway's messages.
    Session(Home home, std::string language);

    bool joined() const noexcept { return identity_.has_value(); }
    const Identity& identity() const { return *identity_; }
    const Keyring& keyring() const noexcept { return keyring_; }
    const RegisterView& view() const noexcept { return view_; }
    const protocol::NetworkState& state() const noexcept { return view_.state; }
    Store& store() noexcept { return store_; }
    const Home& home() const noexcept { return home_; }
    const std::string& language() const noexcept { return language_; }

    // Sets the identity of a new home; durable on return.
    void adopt(Identity identity, Keyring keyring);

    // The connection, made at the first use.
    std::expected<GatewayClient*, Failure> gateway();
    // One without the device's certificate, for what comes before the designation.
    std::expected<GatewayClient, Failure> anonymous_gateway() const;

    // Fetches, verifies, folds and opens everything new; first sends again what the outbox still holds.
    std::expected<SyncReport, Failure> sync();

    // Connects to the stream from where the view stands.
    std::expected<GatewayStream, Failure> open_stream();
    // Takes in a page that was pushed for what lies at `from` and after: verified, folded and opened as sync() does. What is
    // known here already is left out; when something before it is missing, syncs instead.
    std::expected<SyncReport, Failure> take(protocol::wire::Page page, std::uint64_t from);
    // The first index that a carrier is to ask for: what follows the view, or everything when more is owed to me than before.
    std::uint64_t wanted_from();
    // Takes in pages that a carrier brought, which speak of everything from `from` on; each as sync() does, or not at all. Older
    // ones than what is known here say nothing. Failure bundle_ahead when something between is missing, else those of sync().
    std::expected<SyncReport, Failure> take_carried(std::vector<protocol::wire::Page> pages, std::uint64_t from);
    // Loads what another process has changed in this home. The home must be locked.
    void refresh();
    // Calls and streams fail with net_errc::stopped when this descriptor becomes readable; it stays the caller's.
    void set_stop(int descriptor);

    // Opens what was sealed to a recovery sheet, and what the keys in it open: the past. Call sync() before. The keys stay in the
    // keyring.
    SyncReport open_with_sheet(const protocol::KeyId& sheet, const crypto::age::HybridIdentity& age);

    // A composer on the present state. Call sync() before: fails when the checkpoint is not fresh or an update is needed. For a
    // carrier the checkpoint may be of any age, which whoever sends is to be told; it is never ahead of this machine's clock.
    std::expected<Composer, Failure> compose(Reach reach = Reach::gateway);

    // Makes the batch durable in the outbox, submits it, verifies the receipts and takes it out again. `draft` lets what
    // people wrote be sealed again when an epoch has moved on meanwhile. `learnt` joins the keyring with the entry's
    // durability, so that no epoch is published whose secret could be lost.
    std::expected<Sent, Failure> send(const Composer& composer, const Draft* draft, Keyring learnt = {});
    // Makes the batch durable in the outbox and submits nothing: a carrier will.
    OutboxItem keep(const Composer& composer, const Draft* draft, Keyring learnt = {});
    // Verifies what the gateway answered to an item of the outbox, and takes it out.
    std::expected<Sent, Failure> settle(const OutboxItem& item, const std::vector<protocol::wire::ReceiptText>& texts);
    // Seals the draft of an item anew, by the register as it is known here; durable on return, in the same place of the outbox.
    // Failures: draft_waits and seat_unconfirmed (the item stays as it was), draft_refused (it is taken out), those of compose().
    std::expected<void, Failure> seal_again(OutboxItem& item, Reach reach);
    // Takes out what is refused for good, and with it the secrets of epochs that it would have made: they belong to nothing.
    void discard(const OutboxItem& item);
    // The first batch of a network, which `log` will have receipted. The gateway knows no certificate yet.
    std::expected<Sent, Failure> found(const std::vector<protocol::Entry>& batch, const crypto::note::Verifier& log,
                                       const protocol::EnrolmentToken& token);

    // Destroys the secrets of these epochs in the keyring; durable on return, or with the outermost transaction of store().
    void forget(const std::set<protocol::CircleEpoch>& epochs);

    // The gateway's TLS pins: those that were in force when this home last synced, and those that the register has in force now.
    std::vector<crypto::tls::SpkiPin> pins() const;

    // What the gateway refused for good while the outbox was sent again; empties with the call.
    std::vector<Failure> take_refused() { return std::exchange(refused_, {}); }

    // Sends what the outbox holds. A draft whose circle waits for its next epoch stays there, and holds nothing else up.
    std::expected<void, Failure> flush_outbox();
    // Circles that drafts in the outbox are addressed to.
    std::vector<protocol::Circle> awaited_circles();

private:
    std::expected<SyncReport, Failure> sync_from(RegisterView start);
    std::expected<void, Failure> fold(const protocol::wire::Page& page, SyncReport& report);
    bool is_news(const protocol::wire::Page& page) const;
    std::expected<void, Failure> take_in_order(std::vector<protocol::wire::Page> pages, SyncReport& report);
    std::optional<protocol::Circle> gap() const;
    bool is_complete() const;
    std::expected<SyncReport, Failure> look_again_if_owed(SyncReport report, const std::set<protocol::Circle>& readable_before);
    void load_keyring();
    void follow_pins();
    std::expected<Sent, Failure> submit(OutboxItem item);
    void open_pending(SyncReport& report);
    void open_pending(SyncReport& report, const protocol::KeyId& name, const crypto::age::HybridIdentity& identity);
    void keep_receipts(const std::vector<protocol::wire::ReceiptText>& texts, const std::vector<protocol::Receipt>& receipts);
    void merge(Keyring learnt);
    void keep_keyring();

    Home home_;
    Store store_;
    std::string language_;
    std::optional<Identity> identity_;
    Keyring keyring_;
    RegisterView view_;
    std::optional<StoredPrecedents> precedents_;   // what a Composer looks earlier entries up in
    std::vector<Failure> refused_;
    std::unique_ptr<GatewayClient> gateway_;
    int stop_ = -1;
};

}  // namespace clients
