"""States, and the counties of those in which this federation has courts."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

_STATES: Final = (
    "AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,"
    "DE Delaware,DC District of Columbia,FL Florida,GA Georgia,GU Guam,HI Hawaii,ID Idaho,"
    "IL Illinois,IN Indiana,IA Iowa,KS Kansas,KY Kentucky,LA Louisiana,ME Maine,MD Maryland,"
    "MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,NE Nebraska,"
    "NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,NC North Carolina,"
    "ND North Dakota,MP Northern Mariana Islands,OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,"
    "PR Puerto Rico,RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,"
    "UT Utah,VT Vermont,VI Virgin Islands,VA Virginia,WA Washington,WV West Virginia,WI Wisconsin,"
    "WY Wyoming"
)
STATES: Final = MappingProxyType(
    {entry[:2]: entry[3:] for entry in _STATES.split(",")} | {"ZZ": "Outside the United States"}
)
_COUNTIES: Final = {
    "CT": "Fairfield,Hartford,Litchfield,Middlesex,New Haven,New London,Tolland,Windham,"
    "Sample County",
    "CO": "Adams,Alamosa,Arapahoe,Archuleta,Baca,Bent,Boulder,Broomfield,Chaffee,Cheyenne,"
    "Clear Creek,Conejos,Costilla,Crowley,Custer,Delta,Denver,Dolores,Douglas,Eagle,El Paso,"
    "Elbert,Fremont,Garfield,Gilpin,Grand,Gunnison,Hinsdale,Huerfano,Jackson,Jefferson,Kiowa,"
    "Kit Carson,La Plata,Lake,Larimer,Las Animas,Lincoln,Logan,Mesa,Mineral,Moffat,Montezuma,"
    "Montrose,Morgan,Otero,Ouray,Park,Phillips,Pitkin,Prowers,Pueblo,Rio Blanco,Rio Grande,Routt,"
    "Saguache,San Juan,San Miguel,Sedgwick,Summit,Teller,Washington,Weld,Yuma,Sample County",
    "NY": "Albany,Allegany,Bronx,Broome,Cattaraugus,Cayuga,Chautauqua,Chemung,Chenango,Clinton,"
    "Columbia,Cortland,Delaware,Dutchess,Erie,Essex,Franklin,Fulton,Genesee,Greene,Hamilton,"
    "Herkimer,Jefferson,Kings,Lewis,Livingston,Madison,Monroe,Montgomery,Nassau,New York,Niagara,"
    "Oneida,Onondaga,Ontario,Orange,Orleans,Oswego,Otsego,Putnam,Queens,Rensselaer,Richmond,"
    "Rockland,Saratoga,Schenectady,Schoharie,Schuyler,Seneca,St. Lawrence,Steuben,Suffolk,"
    "Sullivan,Tioga,Tompkins,Ulster,Warren,Washington,Wayne,Westchester,Wyoming,Yates",
    "VT": "Addison,Bennington,Caledonia,Chittenden,Essex,Franklin,Grand Isle,Lamoille,Orange,"
    "Orleans,Rutland,Washington,Windham,Windsor",
}


def counties(state: str) -> tuple[str, ...]:
    """Return the counties of a state to choose from; none where the name is to be typed."""
    return tuple(_COUNTIES[state].split(",")) if state in _COUNTIES else ()
