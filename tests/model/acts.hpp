// What people do, well or badly: one row for each act, chosen by weight.
#pragma once

#include <span>
#include <string_view>

#include "tests/model/world.hpp"

namespace model {

struct Act {
    std::string_view name;
    unsigned weight;
    bool (*run)(World&);   // false: nothing came of it
};
std::span<const Act> acts();

// After so many schedules every act has come about.
inline constexpr std::uint64_t schedules_that_do_everything = 100;

// Each of these is one act; false when there was nobody to do it, or the register refused.
namespace act {
// Sending, and time.
bool send(World& world);
bool pass_hours(World& world);
bool pass_days(World& world);
bool pass_months(World& world);
bool go_offline(World& world);
bool come_online(World& world);      // and first writes to what was current when they left
bool one_keeps_up(World& world);
bool all_keep_up(World& world);
// People and their devices.
bool designate(World& world);
bool designate_reader(World& world);
bool consent_late(World& world);
bool end_term(World& world);
bool revoke_person(World& world);
bool add_device(World& world);
bool lose_device(World& world);
bool revoke_device(World& world);
// Circles and members.
bool join_or_leave(World& world);
bool admit(World& world);
bool dismiss(World& world);
bool suspend(World& world);
bool readmit(World& world);
bool retain(World& world);
// Recovery sheets.
bool make_sheet(World& world);
bool end_sheet(World& world);
bool open_past(World& world);
bool recover(World& world);
// What must be refused. True: it was.
bool write_when_gone(World& world);
bool write_to_old_epoch(World& world);
bool rotate_unduly(World& world);
bool grant_unknown(World& world);
bool revoke_foreigner(World& world);
bool recover_with_ended_sheet(World& world);
}  // namespace act

void come_back(World& world);              // everybody who is offline
void revoke_what_was_lost(World& world);   // by a colleague or an officer
void write_to_all(World& world);           // from every circle that somebody works in

}  // namespace model
