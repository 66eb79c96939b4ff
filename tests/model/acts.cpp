#include "tests/model/acts.hpp"

#include <array>

namespace model {

std::span<const Act> acts() {
    static constexpr std::array table{
        Act{"somebody writes", 16, act::send},
        Act{"hours pass", 10, act::pass_hours},
        Act{"days pass", 6, act::pass_days},
        Act{"months pass", 2, act::pass_months},
        Act{"somebody goes offline", 5, act::go_offline},
        Act{"somebody comes back", 5, act::come_online},
        Act{"one client does its upkeep", 12, act::one_keeps_up},
        Act{"all clients do their upkeep", 4, act::all_keep_up},
        Act{"a person is designated", 7, act::designate},
        Act{"a reader is designated", 4, act::designate_reader},
        Act{"a consent comes late", 2, act::consent_late},
        Act{"a term gets an end", 4, act::end_term},
        Act{"a person is revoked", 4, act::revoke_person},
        Act{"a device is added", 7, act::add_device},
        Act{"a device is lost", 4, act::lose_device},
        Act{"a device is revoked", 5, act::revoke_device},
        Act{"a state joins or leaves a group", 4, act::join_or_leave},
        Act{"a group admits a reader", 4, act::admit},
        Act{"a group dismisses a reader", 1, act::dismiss},
        Act{"a member is suspended", 1, act::suspend},
        Act{"a member is admitted again", 2, act::readmit},
        Act{"a circle gets a retention", 1, act::retain},
        Act{"a recovery sheet is made", 4, act::make_sheet},
        Act{"a recovery sheet is ended", 1, act::end_sheet},
        Act{"a recovery sheet opens the past", 3, act::open_past},
        Act{"a recovery sheet brings somebody back", 3, act::recover},
        Act{"somebody writes who has gone", 3, act::write_when_gone},
        Act{"somebody writes to an old epoch", 2, act::write_to_old_epoch},
        Act{"somebody rotates unduly", 2, act::rotate_unduly},
        Act{"somebody grants what they do not know", 2, act::grant_unknown},
        Act{"somebody revokes a foreigner", 1, act::revoke_foreigner},
        Act{"somebody uses a sheet that has ended", 1, act::recover_with_ended_sheet},
    };
    return table;
}

}  // namespace model
